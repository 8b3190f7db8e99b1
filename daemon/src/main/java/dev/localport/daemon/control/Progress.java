package dev.localport.daemon.control;

import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.services.Forwards;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.util.List;
import java.util.function.Consumer;

/**
 * Reports to the caller of a method that acts on services how far it is: each service as soon as it
 * has settled. What a slow caller misses is in the answer. Thread-safe.
 */
record Progress(Forwards forwards, RpcConnection to) implements Consumer<String> {
  /** Returns what reports to a caller that asked for it, which learns now what is meant. */
  static Consumer<String> of(
      JsonObject params, Forwards forwards, List<String> names, RpcConnection to) {
    if (!params.flag("progress", false)) {
      return _ -> {};
    }
    to.notify(
        Methods.PROGRESS, JsonObject.builder().put("names", names).put("service", null).build());
    return new Progress(forwards, to);
  }

  @Override
  public void accept(String name) {
    for (ServiceStatus service : forwards.statuses(List.of(name))) {
      to.notify(
          Methods.PROGRESS,
          JsonObject.builder().put("names", List.of()).put("service", service.toJson()).build());
    }
  }
}
