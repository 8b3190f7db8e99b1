package dev.localport.cli.ui;

import dev.localport.api.Durations;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.jline.utils.AttributedStyle;

/**
 * How a service looks in the list.
 *
 * @param sign a symbol, so that no color is needed to tell one from the other
 * @param words its state in a word or two
 * @param isTrouble whether it is to be seen first
 */
record ServiceLook(String sign, String words, boolean isTrouble) {
  static ServiceLook of(ServiceStatus service, Instant now) {
    return switch (service.state()) {
      case "connected" -> connected(service, now);
      case "idle" -> new ServiceLook("○", "idle", false);
      case "stopped" -> new ServiceLook("○", "stopped", service.isUnusable());
      default ->
          new ServiceLook(
              "◌",
              Objects.requireNonNullElse(service.reason(), service.state()).replace('_', ' '),
              true);
    };
  }

  private static ServiceLook connected(ServiceStatus service, Instant now) {
    if (service.health().equals("unhealthy")) {
      return new ServiceLook("◐", "unhealthy", true);
    } else if (!service.isHealthy()) {
      return new ServiceLook("◐", "refused", true);
    }
    Instant since = service.connectedSince();
    String up = since == null ? "up" : "up " + Durations.show(Duration.between(since, now));
    return new ServiceLook("●", up, false);
  }

  AttributedStyle style(Theme theme) {
    return switch (sign) {
      case "●" -> theme.good();
      case "◐" -> theme.warning();
      case "◌" -> theme.bad();
      default -> isTrouble ? theme.bad() : theme.quiet();
    };
  }

  /** Returns where clients connect to: {@code :18080}, whole where it is not loopback. */
  static String local(PortStatus port) {
    if (port.local().isEmpty()) {
      return "-";
    }
    String address = port.local().getFirst().toString();
    return address.startsWith("127.0.0.1:") ? address.substring("127.0.0.1".length()) : address;
  }
}
