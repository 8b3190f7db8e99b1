package dev.localport.cli.ui;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.api.Failure;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.ui.UiModel.Open;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStyle;

/**
 * Draws the screen: a title, banners for what concerns everything, the list, what is open beside
 * it, and a line of keys at the bottom.
 */
final class UiView {
  private static final int MOST_BANNERS = 2;
  private static final int LEAST_ROWS = 6;

  /** From so many rows on the details stand below the list; else they take its place. */
  private static final int LEAST_FOR_BOTH = 14;

  private static final List<String> HELP =
      List.of(
          "Move      ↑ ↓ or k j   PgUp PgDn   Home End or g G",
          "Look      Enter details   l log   Esc close",
          "Find      / filter by name, target, context, state or tag",
          "          o sort by state, name or open connections",
          "Act       s start   x stop   r restart   c reconnect now",
          "          y copy the local address",
          "Screen    t light or dark theme   q quit",
          "",
          "● works   ◐ works in part   ◌ waits or failed   ○ idle or stopped",
          "",
          "Press any key to go back.");

  private UiView() {}

  /**
   * Returns the lines of the screen, from top to bottom.
   *
   * @param columns how wide it is
   * @param rows how high it is; no more lines are returned
   */
  static List<AttributedString> lines(UiModel model, int columns, int rows, Instant now) {
    Theme theme = model.theme();
    List<AttributedString> lines = new ArrayList<>();
    lines.add(Clip.padded(title(model), columns, theme.bar()));
    for (String banner : banners(model, now)) {
      lines.add(Clip.padded(banner, columns, theme.banner()));
    }
    AttributedString last = bottom(model, columns);
    if (rows < LEAST_ROWS) {
      return List.copyOf(lines.subList(0, Math.min(rows, lines.size())));
    }
    int room = rows - lines.size() - 1;
    lines.addAll(body(model, columns, room, now));
    while (lines.size() < rows - 1) {
      lines.add(AttributedString.EMPTY);
    }
    lines.add(last);
    return lines;
  }

  private static String title(UiModel model) {
    int up = 0;
    int degraded = 0;
    int waiting = 0;
    int stopped = 0;
    for (ServiceStatus service : model.list().services()) {
      if (service.isHealthy()) {
        up++;
      } else if (service.isUp()) {
        degraded++;
      } else if (service.state().equals("stopped")) {
        stopped++;
      } else {
        waiting++;
      }
    }
    String filter = model.list().filter();
    return " LocalPort   %d up · %d degraded · %d waiting · %d stopped%s"
        .formatted(
            up,
            degraded,
            waiting,
            stopped,
            filter.isEmpty() || model.isTyping() ? "" : "   filter: " + filter);
  }

  private static List<String> banners(UiModel model, Instant now) {
    List<String> all = new ArrayList<>();
    if (!model.daemonLost().isEmpty()) {
      all.add(" " + model.daemonLost());
    }
    List<ClusterStatus> away =
        model.list().clusters().stream().filter(cluster -> cluster.state().isDown()).toList();
    away.stream().limit(MOST_BANNERS).map(cluster -> banner(cluster, now)).forEach(all::add);
    if (away.size() > MOST_BANNERS) {
      all.add(" and %d more clusters".formatted(away.size() - MOST_BANNERS));
    }
    return all;
  }

  private static String banner(ClusterStatus cluster, Instant now) {
    Instant seen = cluster.lastSuccess();
    Failure error = cluster.error();
    return " %s is %s%s%s"
        .formatted(
            cluster.context(),
            cluster.state() == ClusterState.OFFLINE ? "offline" : "rejecting the connection",
            seen == null ? "" : " for " + Durations.show(Duration.between(seen, now)),
            error == null ? "" : ": " + error.message());
  }

  private static List<AttributedString> body(UiModel model, int columns, int room, Instant now) {
    Theme theme = model.theme();
    if (model.open() == Open.HELP) {
      return HELP.stream()
          .limit(room)
          .map(line -> Clip.text("  " + line, columns, theme.plain()))
          .toList();
    }
    ListView view = new ListView(theme, columns, now);
    if (model.list().rows().isEmpty()) {
      return List.of(Clip.text("  " + empty(model), columns, theme.quiet()));
    } else if (model.open() == Open.NOTHING) {
      return view.lines(model.list(), room);
    }
    List<AttributedString> lines = new ArrayList<>();
    boolean alone = model.open() == Open.LOG || room < LEAST_FOR_BOTH;
    int above = alone ? 0 : Math.min(model.list().rows().size() + 1, room / 2);
    lines.addAll(view.lines(model.list(), above));
    while (lines.size() < above) {
      lines.add(AttributedString.EMPTY);
    }
    lines.addAll(pane(model, columns, room - above));
    return lines;
  }

  private static String empty(UiModel model) {
    if (!model.list().filter().isEmpty()) {
      return "no service matches \"%s\"; Esc clears the filter".formatted(model.list().filter());
    }
    return "no services yet: localport start, or localport forward service/NAME PORT";
  }

  private static List<AttributedString> pane(UiModel model, int columns, int rows) {
    Theme theme = model.theme();
    ServiceStatus service = model.list().selected();
    String name = service == null ? "" : service.name();
    List<String> window = model.pane().window(rows - 1);
    int below = model.pane().below();
    String head =
        " %s %s%s"
            .formatted(
                model.open() == Open.LOG ? "Log of" : "Details of",
                name,
                below == 0 ? "" : "   %d more lines: PgDn".formatted(below));
    List<AttributedString> lines = new ArrayList<>();
    lines.add(Clip.padded(head, columns, theme.bar()));
    window.forEach(line -> lines.add(Clip.text(line, columns, theme.plain())));
    return lines;
  }

  private static AttributedString bottom(UiModel model, int columns) {
    Theme theme = model.theme();
    if (model.isTyping()) {
      return Clip.padded(
          " /" + model.list().filter() + "▏  Enter keeps it, Esc clears it", columns, theme.bar());
    } else if (!model.message().isEmpty()) {
      AttributedStyle style = model.isError() ? theme.banner() : theme.bar();
      return Clip.padded(" " + model.message(), columns, style);
    }
    return Clip.padded(
        model.open() == Open.NOTHING
            ? " ↑↓ select  Enter details  l log  / filter  s start  x stop  r restart  c reconnect  ? help  q quit"
            : " Esc close  PgUp PgDn scroll  s start  x stop  r restart  c reconnect  ? help  q quit",
        columns,
        theme.bar());
  }
}
