package dev.localport.cli.command;

import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;

/** Tells on standard error what becomes of a service in the foreground. */
final class ForwardWatcher implements RpcClient.Listener {
  private static final String STATUS_CHANGED = "connection.status_changed";

  private final Output output;
  private final String service;

  ForwardWatcher(Output output, String service) {
    this.output = output;
    this.service = service;
  }

  @Override
  public void onNotification(String method, JsonObject params) {
    if (method.equals(STATUS_CHANGED) && service.equals(params.text("service", ""))) {
      String cause = params.text("cause", "");
      String line = service + ": " + params.text("current", "");
      output.note(cause.isEmpty() ? line : line + ": " + cause);
    }
  }
}
