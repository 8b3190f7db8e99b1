package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.daemon.services.Listing;
import dev.localport.rpc.RpcException;

/** Words for a name that no loaded file and no command line has, or whose service cannot run. */
final class UnknownService {
  private UnknownService() {}

  static RpcException named(String name) {
    return RpcException.failed(
        ExitCode.SERVICE, "no service \"%s\"; see: localport status".formatted(name));
  }

  /** As the other one; of a service that is left out since a variable is not set, it says which. */
  static RpcException named(String name, Listing listing) {
    String why = listing.whyLeftOut(name);
    return why == null
        ? named(name)
        : RpcException.failed(ExitCode.CONFIGURATION, "%s is stopped: %s".formatted(name, why));
  }
}
