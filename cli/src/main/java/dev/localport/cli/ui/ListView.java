package dev.localport.cli.ui;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.api.Failure;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.ui.ServiceList.Row;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/**
 * The list of services: a heading for each context, below it a line for each service. Names are
 * whole; where there is no room, what stands at the right is left out.
 *
 * @param width of the terminal
 */
record ListView(Theme theme, int width, Instant now) {
  private static final String INDENT = "  ";
  private static final String GAP = "  ";

  /** Returns the lines that are in sight: the selected service always is. */
  List<AttributedString> lines(ServiceList list, int rows) {
    List<Row> all = list.rows();
    int selected = list.selectedRow();
    int first = Math.clamp((long) selected - rows / 2, 0, Math.max(0, all.size() - rows));
    int names = width(all, service -> service.name());
    int states = width(all, service -> ServiceLook.of(service, now).words());
    int ports = width(all, ListView::ports);
    List<AttributedString> lines = new ArrayList<>();
    for (int i = first; i < Math.min(all.size(), first + rows); i++) {
      lines.add(
          switch (all.get(i)) {
            case Row.Heading(String context, ClusterStatus cluster) -> heading(context, cluster);
            case Row.Item(ServiceStatus service) ->
                line(service, names, states, ports, i == selected);
          });
    }
    return lines;
  }

  private interface Text {
    String of(ServiceStatus service);
  }

  private static int width(List<Row> rows, Text text) {
    return rows.stream()
        .filter(Row.Item.class::isInstance)
        .mapToInt(row -> Clip.width(text.of(((Row.Item) row).service())))
        .max()
        .orElse(0);
  }

  private static String ports(ServiceStatus service) {
    return String.join(" ", service.ports().stream().map(ServiceLook::local).toList());
  }

  private AttributedString heading(String context, @Nullable ClusterStatus cluster) {
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(Clip.text(context, width, theme.heading()));
    if (cluster != null) {
      boolean isGood = cluster.state() == ClusterState.CONNECTED;
      line.append(GAP)
          .append(
              (isGood ? "● " : "◌ ") + cluster.state().word(), isGood ? theme.good() : theme.bad());
      Failure error = cluster.error();
      if (error != null) {
        line.append(GAP).append(Clip.text(error.message(), width, theme.quiet()));
      }
    }
    return line.toAttributedString().columnSubSequence(0, width);
  }

  private AttributedString line(
      ServiceStatus service, int names, int states, int ports, boolean selected) {
    ServiceLook look = ServiceLook.of(service, now);
    AttributedStyle plain = selected ? theme.selected(theme.plain()) : theme.plain();
    AttributedStyle state = selected ? theme.selected(look.style(theme)) : look.style(theme);
    AttributedStringBuilder line = new AttributedStringBuilder();
    line.append(INDENT, plain).append(look.sign() + " ", state);
    line.append(Clip.padded(service.name(), names, plain));
    int left = width - INDENT.length() - 2 - names;
    left = add(line, look.words(), states, state, left);
    left = add(line, ports(service), ports, plain, left);
    String last = look.isTrouble() ? why(service) : target(service);
    if (left > GAP.length() + 8) {
      line.append(GAP, plain)
          .append(Clip.text(last, left - GAP.length(), look.isTrouble() ? plain : faint(selected)));
    }
    int rest = width - line.columnLength();
    return selected
        ? line.append(" ".repeat(Math.max(0, rest)), plain).toAttributedString()
        : line.toAttributedString();
  }

  private AttributedStyle faint(boolean selected) {
    return selected ? theme.selected(theme.plain()) : theme.quiet();
  }

  private static int add(
      AttributedStringBuilder line, String text, int width, AttributedStyle style, int left) {
    if (left < GAP.length() + width) {
      return 0;
    }
    line.append(GAP, style).append(Clip.padded(text, width, style));
    return left - GAP.length() - width;
  }

  private static String target(ServiceStatus service) {
    List<String> parts = new ArrayList<>();
    for (PortStatus port : service.ports()) {
      parts.add(service.target() + ":" + port.remote());
    }
    String pods = String.join(", ", service.pods());
    long open = service.traffic().active();
    return String.join(" ", parts)
        + (pods.isEmpty() ? "" : GAP + pods)
        + (open == 0 ? "" : GAP + open + " open");
  }

  private String why(ServiceStatus service) {
    Failure error = service.lastError();
    Instant next = service.nextRetryAt();
    String when =
        next == null || !next.isAfter(now)
            ? ""
            : "next attempt in " + Durations.show(Duration.between(now, next)) + ": ";
    return when + (error == null ? "" : error.message());
  }
}
