package dev.localport.daemon.doctor;

import dev.localport.api.ServiceStatus;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * Which protocol sessions use, and why not a better one. Known once a service is connected: to find
 * out takes a session to a pod.
 */
record ProtocolCheck(Supplier<List<ServiceStatus>> services, WhyNoBetter why) implements Check {
  private static final String ID = "cluster.protocol";

  @Override
  public String what() {
    return "the protocol";
  }

  @Override
  public boolean run(Patient patient) {
    List<String> protocols =
        services.get().stream()
            .filter(service -> patient.context().name().equals(service.context()))
            .map(ServiceStatus::protocol)
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    String declined = why.of(patient.context());
    if (!declined.isEmpty()) {
      patient.warn(
          ID,
          "sessions use %s; declined: %s".formatted(words(protocols), declined),
          "forwards work; for the better protocol, let SPDY/3.1 and WebSocket upgrades through the proxy, or update an old server");
    } else if (!protocols.isEmpty()) {
      patient.ok(ID, "sessions use " + words(protocols));
    }
    return true;
  }

  private static String words(List<String> protocols) {
    return protocols.isEmpty() ? "an older protocol" : String.join(" and ", protocols);
  }
}
