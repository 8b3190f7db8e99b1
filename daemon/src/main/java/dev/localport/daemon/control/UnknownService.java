package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.rpc.RpcException;

/** Words for a name that no loaded file and no command line has. */
final class UnknownService {
  private UnknownService() {}

  static RpcException named(String name) {
    return RpcException.failed(
        ExitCode.SERVICE, "no service \"%s\"; see: localport status".formatted(name));
  }
}
