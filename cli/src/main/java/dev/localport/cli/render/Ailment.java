package dev.localport.cli.render;

import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.TrafficStatus;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What is wrong with a service whose forward works: its connections go through, and do not get what
 * they came for.
 *
 * @param word behind the state
 * @param why what is known of it; null where nothing is
 */
record Ailment(String word, @Nullable String why) {
  /** Returns the worst that is wrong with a connected service; null where nothing is. */
  static @Nullable Ailment of(ServiceStatus service) {
    if (!service.state().equals("connected")) {
      return null; // its state says what is wrong
    } else if (service.health().equals("unhealthy")) {
      return new Ailment("unhealthy", Reasons.brief(service));
    }
    return refused(service);
  }

  private static @Nullable Ailment refused(ServiceStatus service) {
    TrafficStatus traffic = service.traffic();
    if (!traffic.isMostlyRefused()) {
      return null;
    }
    String ports =
        service.ports().stream().map(PortStatus::remote).collect(Collectors.joining(" or "));
    return new Ailment(
        "refused",
        "%d of %d connections refused: nothing listens on port %s in the pod"
            .formatted(traffic.refused(), traffic.ended(), ports));
  }
}
