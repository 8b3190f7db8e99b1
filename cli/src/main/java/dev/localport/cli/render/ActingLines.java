package dev.localport.cli.render;

import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a command that acts prints of one service: {@code ✓ orders-db 127.0.0.1:15432 dev
 * orders/sts/db:postgres (db-1, 0.3 s)}.
 *
 * @param names how wide the column of names is
 * @param contexts how wide the column of kube contexts is
 * @param begun when the command was given
 */
public record ActingLines(int names, int contexts, Instant begun) {
  private static final int ADDRESSES = "127.0.0.1:15432".length();
  private static final String GAP = "  ";

  /** Returns a line for each port of a service that can be used. */
  public List<String> up(ServiceStatus service) {
    boolean isIdle = service.state().equals("idle");
    String sign = isIdle ? Colour.GREY.paint("○") : Colour.GREEN.paint("✓");
    List<String> lines = new ArrayList<>();
    for (PortStatus port : service.ports()) {
      boolean isFirst = lines.isEmpty();
      String target = ServiceWords.shortTarget(service, port);
      lines.add(
          line(
              isFirst ? sign : " ",
              isFirst ? service.name() : "",
              ServiceWords.local(port),
              service,
              isFirst ? target + detail(service, isIdle) : target));
    }
    return lines;
  }

  /** Returns the line of a service that cannot be used, with the reason. */
  public String down(ServiceStatus service) {
    String sign = ServiceWords.isOnItsWay(service) ? "○" : "✗";
    return line(sign, service.name(), address(service), service, ServiceWords.why(service));
  }

  private String line(
      String sign, String name, String address, ServiceStatus service, String rest) {
    return sign
        + " "
        + padded(name, names)
        + GAP
        + padded(address, ADDRESSES)
        + GAP
        + padded(context(service), contexts)
        + GAP
        + rest;
  }

  /** Returns the column of a service's kube context. */
  public static String context(ServiceStatus service) {
    return Objects.requireNonNullElse(service.context(), "-");
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - OneLine.width(text)));
  }

  /* The number that a file names is worth showing while something else has the port. */
  private static String address(ServiceStatus service) {
    String bound = ServiceWords.local(service.ports().getFirst());
    return bound.equals("-") && service.localPort() != null ? ":" + service.localPort() : bound;
  }

  private String detail(ServiceStatus service, boolean isIdle) {
    if (isIdle) {
      return " (lazy: connects on first use)";
    }
    List<String> parts = new ArrayList<>();
    if (service.pods().size() == 1) {
      parts.add(service.pods().getFirst());
    } else if (!service.pods().isEmpty()) {
      parts.add(service.pods().size() + " pods");
    }
    String took = took(service.connectedSince());
    if (took != null) {
      parts.add(took);
    }
    return parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")";
  }

  /* What was connected before took no time. */
  private @Nullable String took(@Nullable Instant connected) {
    if (connected == null || connected.isBefore(begun)) {
      return null;
    }
    return ServiceWords.took(Duration.between(begun, connected));
  }
}
