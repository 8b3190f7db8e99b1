package dev.localport.daemon.control;

import dev.localport.api.ServiceStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code service.counts}: how many services are up and how many should be. A shell prompt asks this
 * each time it is drawn, so the answer is small. Thread-safe.
 *
 * @param statuses all services as they are now
 */
record CountsMethod(Supplier<List<ServiceStatus>> statuses) implements RpcMethod {
  @Override
  public JsonObject call(JsonObject params, RpcConnection from) {
    String context = params.findText("context");
    List<ServiceStatus> wanted =
        statuses.get().stream().filter(each -> isWanted(each, context)).toList();
    return JsonObject.builder()
        .put("up", (int) wanted.stream().filter(ServiceStatus::isUp).count())
        .put("wanted", wanted.size())
        .put("trouble", wanted.stream().anyMatch(CountsMethod::isInTrouble))
        .build();
  }

  private static boolean isWanted(ServiceStatus service, @Nullable String context) {
    return !service.state().equals("stopped")
        && (context == null || context.equals(service.context()));
  }

  /* One that connects, or reconnects, is no trouble. */
  private static boolean isInTrouble(ServiceStatus service) {
    return switch (service.state()) {
      case "failed", "suspended", "disconnected" -> true;
      default -> service.isUp() && !service.isHealthy();
    };
  }
}
