package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.config.form.Suggestion;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.rpc.RpcException;
import java.util.Collection;

/** Words for a name that no loaded file and no command line has, or whose service cannot run. */
final class UnknownService {
  private UnknownService() {}

  /**
   * Returns the error for a name.
   *
   * @param known the names that there are: one that is near is suggested
   */
  static RpcException named(String name, Collection<String> known) {
    return RpcException.failed(
        ExitCode.SERVICE,
        "no service \"%s\"; %s"
            .formatted(name, Suggestion.hint(name, known, "see: localport status")));
  }

  /** As the other one; of a service that is left out since a variable is not set, it says which. */
  static RpcException named(String name, Listing listing) {
    String why = listing.whyLeftOut(name);
    return why == null
        ? named(name, listing.services().stream().map(LoadedService::name).toList())
        : RpcException.failed(ExitCode.CONFIGURATION, "%s is stopped: %s".formatted(name, why));
  }
}
