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
 * orders/sts/db:postgres (db-1, 0.3 s)}. Where a terminal has no room for all of it, the pod goes
 * first, then the namespace; a reason goes on lines of its own. Names are always whole.
 *
 * @param names how wide the column of names is
 * @param contexts how wide the column of kube contexts is
 * @param begun when the command was given
 * @param columns how wide a line may be; 0: any
 */
public record ActingLines(int names, int contexts, Instant begun, int columns) {
  private static final int ADDRESSES = "127.0.0.1:15432".length();
  private static final int LEAST_NAME = 24;
  private static final int LEAST_CONTEXT = 12;
  private static final String GAP = "  ";
  private static final String BELOW = "    ";

  /** Returns the lines of a service that can be used: one for each port. */
  public List<String> up(ServiceStatus service) {
    boolean isIdle = service.state().equals("idle");
    String mark = sign(service, isIdle);
    List<String> lines = new ArrayList<>();
    for (PortStatus port : service.ports()) {
      boolean isFirst = lines.isEmpty();
      String name = isFirst ? service.name() : "";
      lines.addAll(ownLine(name, isFirst ? mark : " "));
      String front = front(name, ServiceWords.local(port), service) + GAP;
      String detail = isFirst ? detail(service, isIdle, true) : "";
      String brief = isFirst ? detail(service, isIdle, false) : "";
      int room = columns == 0 ? Integer.MAX_VALUE : columns - 2 - OneLine.width(front);
      String sign = isFirst && isShort(name) ? mark : " ";
      lines.add(sign + " " + front + rest(service, port, detail, brief, room));
    }
    return lines;
  }

  private static String rest(
      ServiceStatus service, PortStatus port, String detail, String brief, int room) {
    String target = ServiceWords.shortTarget(service, port);
    String bare = service.namespace() == null ? target : target.substring(target.indexOf('/') + 1);
    for (String rest : List.of(target + detail, target + brief, bare + brief, bare)) {
      if (OneLine.width(rest) <= room) {
        return rest;
      }
    }
    return OneLine.cutFront(bare, Math.max(1, room));
  }

  private static String sign(ServiceStatus service, boolean isIdle) {
    boolean isHurt = Ailment.of(service) != null;
    return isIdle
        ? Colour.GREY.paint("○")
        : isHurt ? Colour.YELLOW.paint("◐") : Colour.GREEN.paint("✓");
  }

  /** Returns the lines of a service that cannot be used, with the reason. */
  public List<String> down(ServiceStatus service) {
    boolean isOnItsWay = ServiceWords.isOnItsWay(service);
    String sign = isOnItsWay ? Colour.ORANGE.paint("○") : Colour.RED.paint("✗");
    List<String> lines = new ArrayList<>(ownLine(service.name(), sign));
    String front = front(service.name(), address(service), service);
    String begin = (isShort(service.name()) ? sign : " ") + " ";
    String why = Reasons.why(service);
    if (columns == 0 || 2 + OneLine.width(front + GAP + why) <= columns) {
      lines.add(begin + front + GAP + why);
    } else {
      lines.add((begin + front).stripTrailing());
      lines.addAll(Wrapping.lines(BELOW, why, BELOW, columns));
    }
    return lines;
  }

  /* A name that is too long for its column has a line of its own. */
  private List<String> ownLine(String name, String sign) {
    return isShort(name) ? List.of() : List.of(sign + " " + name);
  }

  private boolean isShort(String name) {
    return name.length() <= longest(columns);
  }

  private static int longest(int columns) {
    return columns == 0 ? Integer.MAX_VALUE : Math.max(LEAST_NAME, columns / 3);
  }

  /**
   * Returns how wide the column of these names is; a name that is too long does not count.
   *
   * @param columns how wide a line may be; 0: any
   */
  public static int column(List<String> names, int columns) {
    int widest = 0;
    for (String name : names) {
      widest = name.length() <= longest(columns) ? Math.max(widest, name.length()) : widest;
    }
    return widest;
  }

  private String front(String name, String address, ServiceStatus service) {
    int most = columns == 0 ? contexts : Math.max(LEAST_CONTEXT, columns / 5);
    return padded(isShort(name) ? name : "", names)
        + GAP
        + padded(address, ADDRESSES)
        + GAP
        + padded(OneLine.cutFront(context(service), most), Math.min(contexts, most));
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

  private String detail(ServiceStatus service, boolean isIdle, boolean withPods) {
    if (isIdle) {
      return withPods ? " (lazy: connects on first use)" : " (lazy)";
    }
    List<String> parts = new ArrayList<>();
    if (withPods && !service.pods().isEmpty()) {
      int pods = service.pods().size();
      parts.add(pods == 1 ? service.pods().getFirst() : pods + " pods");
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
