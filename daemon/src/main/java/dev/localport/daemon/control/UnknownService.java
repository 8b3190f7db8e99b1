package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;

/** Words for a name that no loaded file and no command line has. */
final class UnknownService {
  private UnknownService() {}

  static RpcException named(String name) {
    return new RpcException(
        RpcException.FAILED,
        "no service \"%s\"; see: localport status".formatted(name),
        JsonObject.builder().put("exit_code", ExitCode.SERVICE).build());
  }
}
