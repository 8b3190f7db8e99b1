package dev.localport.daemon.control;

import dev.localport.daemon.metrics.Metrics;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;

/** {@code metrics.read}: what there is to measure, as Prometheus reads it. Thread-safe. */
record MetricsMethod(Metrics metrics) implements RpcMethod {
  @Override
  public JsonObject call(JsonObject params, RpcConnection from) {
    return JsonObject.builder().put("text", metrics.read()).build();
  }
}
