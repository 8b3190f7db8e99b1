package dev.localport.cli.ui;

import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.OneLine;
import dev.localport.cli.render.OutageNotice;
import dev.localport.cli.render.StatusList;
import dev.localport.cli.render.Wrapping;
import dev.localport.cli.ui.UiModel.Open;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * Draws the screen: a title with the counts of {@code status}, banners for what concerns
 * everything, the list, what is open beside it, and at the bottom keys, a question or a message.
 *
 * @param health whether checks and heartbeats are shown, too
 * @param now what lengths of time count from
 * @param zone the user's
 */
record UiView(UiModel model, boolean health, int columns, int rows, Instant now, ZoneId zone) {
  private static final String GAP = "  ";

  /** From so many rows on the details stand below the list; else they take its place. */
  private static final int LEAST_FOR_BOTH = 14;

  private static final int MOST_OF_A_MESSAGE = 3;

  /** The first ones are left out last; what is always there stands at the end. */
  private static final List<String> LIST_KEYS =
      List.of(
          "Enter details",
          "/ filter",
          "s start",
          "x stop",
          "r restart",
          "c reconnect",
          "l log",
          "o sort",
          "y copy",
          "t theme");

  private static final List<String> PANE_KEYS =
      List.of("Esc close", "PgUp PgDn scroll", "s start", "x stop", "r restart", "c reconnect");

  private static final String LAST_KEYS = "? help  q quit";

  /** Returns the lines of the screen, from top to bottom; no more than it has rows. */
  List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    lines.add(Line.bar(title(), columns));
    lines.addAll(banners());
    List<Line> bottom = bottom();
    int room = Math.max(0, rows - lines.size() - bottom.size());
    lines.addAll(body(room));
    while (lines.size() < rows - bottom.size()) {
      lines.add(Line.text(""));
    }
    int above = Math.max(0, rows - bottom.size());
    List<Line> screen = new ArrayList<>(lines.subList(0, Math.min(above, lines.size())));
    screen.addAll(bottom);
    return screen.subList(Math.max(0, screen.size() - rows), screen.size());
  }

  /* Where there is no room for all of it, the counts are what is cut. */
  private String title() {
    List<ServiceStatus> services = model.list().services();
    int waiting = services.stream().mapToInt(service -> service.traffic().held()).sum();
    String filter = model.list().filter();
    List<String> parts = new ArrayList<>();
    parts.add("LocalPort");
    parts.add(StatusList.summary(services));
    parts.add(waiting == 0 ? "" : counted(waiting));
    parts.add(filter.isEmpty() || model.isTyping() ? "" : "filter: " + filter);
    parts.removeIf(String::isEmpty);
    if (OneLine.width(String.join(GAP, parts)) >= columns && !services.isEmpty()) {
      parts.removeFirst();
      parts.add(parts.removeFirst());
    }
    return String.join(GAP, parts);
  }

  private static String counted(int waiting) {
    return waiting == 1 ? "1 connection waiting" : waiting + " connections waiting";
  }

  private List<Line> banners() {
    List<String> texts = new ArrayList<>();
    if (!model.daemonLost().isEmpty()) {
      texts.add(model.daemonLost());
    }
    OutageNotice words = new OutageNotice(now);
    List<ServiceStatus> services = model.list().services();
    model.list().clusters().stream()
        .filter(cluster -> cluster.state().isDown())
        .map(cluster -> words.of(cluster, services))
        .forEach(texts::add);
    int most = Math.max(1, rows / 4);
    int each = texts.isEmpty() ? 0 : Math.max(1, most / texts.size());
    List<Line> lines = new ArrayList<>();
    for (String text : texts) {
      lines.addAll(wrapped(text, each).stream().map(one -> Line.banner(one, columns)).toList());
    }
    if (lines.size() > most) {
      long left = model.list().clusters().stream().filter(one -> one.state().isDown()).count();
      String more = "%d clusters cannot be used now".formatted(left);
      return List.of(Line.banner(more, columns));
    }
    return lines;
  }

  /* What has no room is left out, and an ellipsis says so. */
  private List<String> wrapped(String text, int most) {
    String plain = OneLine.plain(text);
    List<String> lines = Wrapping.lines("", plain, "", Math.max(1, columns - 1));
    if (lines.size() <= most) {
      return lines;
    }
    List<String> first = new ArrayList<>(lines.subList(0, most - 1));
    first.add(String.join(" ", lines.subList(most - 1, lines.size()))); // cut at the edge
    return first;
  }

  private List<Line> body(int room) {
    if (model.open() == Open.HELP) {
      return pane("Help", room);
    } else if (model.list().listed().isEmpty()) {
      return empty().stream()
          .flatMap(text -> Wrapping.lines(GAP, text, GAP, columns).stream())
          .limit(room)
          .map(Line::text)
          .toList();
    } else if (model.open() == Open.NOTHING) {
      return list(room);
    }
    boolean isAlone = model.open() == Open.LOG || room < LEAST_FOR_BOTH;
    List<Line> lines = new ArrayList<>(isAlone ? List.of() : list(room / 2));
    lines.addAll(pane(paneTitle(), room - lines.size()));
    return lines;
  }

  /* The selected service is always in sight. */
  private List<Line> list(int room) {
    StatusList shown = model.list().shown();
    if (shown == null) {
      return List.of();
    }
    List<Line> lines = new ArrayList<>();
    ServiceStatus selected = model.list().selected();
    int first = 0;
    int last = 0;
    for (StatusList.Entry entry : shown.entries(health, columns, now, () -> zone)) {
      boolean isSelected = selected != null && selected.equals(entry.service());
      if (isSelected) {
        first = lines.size();
        last = first + entry.lines().size();
      }
      for (String text : entry.lines()) {
        boolean isMarked = isSelected && lines.size() == first;
        lines.add(isMarked ? Line.text("▸" + text.substring(1)).selected() : Line.text(text));
      }
    }
    int middle = Math.max(last - room, Math.min(first, (first + last) / 2 - room / 2));
    int top = Math.clamp(middle, 0, Math.max(0, lines.size() - room));
    return lines.subList(top, Math.min(lines.size(), top + room));
  }

  private List<String> empty() {
    ServiceList list = model.list();
    if (!list.isKnown()) {
      return List.of(
          model.daemonLost().isEmpty()
              ? "loading…"
              : "This screen continues with the next daemon.");
    } else if (!list.filter().isEmpty()) {
      return List.of("no service matches \"%s\"; Esc clears the filter".formatted(list.filter()));
    } else if (!list.isDaemonEmpty()) {
      return List.of(
          "None of the services that you asked for is loaded; all of them: localport ui");
    }
    return List.of(
        "No services yet.",
        "Start those of your configuration in another terminal: localport start",
        "Or forward one without a configuration: localport forward service/NAME PORT");
  }

  private String paneTitle() {
    ServiceStatus service = model.list().selected();
    String name = service == null ? "" : service.name();
    return (model.open() == Open.LOG ? "Log of " : "Details of ") + name;
  }

  private List<Line> pane(String title, int room) {
    if (room < 2) {
      return List.of();
    }
    List<String> window = model.pane().window(columns, room - 1);
    int below = model.pane().below();
    String more = below == 0 ? "" : "   %d more lines: PgDn".formatted(below);
    List<Line> lines = new ArrayList<>();
    lines.add(Line.bar(title + more, columns));
    window.forEach(line -> lines.add(Line.text(line)));
    return lines;
  }

  private List<Line> bottom() {
    if (model.isTyping()) {
      String typed = "/" + model.list().filter() + "▏  Enter keeps it, Esc clears it";
      return List.of(Line.bar(typed, columns));
    } else if (!model.message().isEmpty()) {
      return wrapped(model.message(), Math.clamp(rows - 1L, 1, MOST_OF_A_MESSAGE)).stream()
          .map(text -> model.isUrgent() ? Line.banner(text, columns) : Line.bar(text, columns))
          .toList();
    }
    return List.of(Line.bar(keys(), columns));
  }

  private String keys() {
    StringBuilder keys = new StringBuilder();
    int room = columns - 1 - LAST_KEYS.length();
    List<String> some =
        switch (model.open()) {
          case NOTHING -> LIST_KEYS;
          case DETAILS, LOG -> PANE_KEYS;
          case HELP -> PANE_KEYS.subList(0, 2);
        };
    for (String key : some) {
      if (keys.length() + key.length() + GAP.length() <= room) {
        keys.append(key).append(GAP);
      }
    }
    return keys.append(LAST_KEYS).toString();
  }
}
