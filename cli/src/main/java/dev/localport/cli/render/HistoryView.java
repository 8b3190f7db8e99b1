package dev.localport.cli.render;

import dev.localport.api.ContextRecovery;
import dev.localport.api.DayHistory;
import dev.localport.api.Durations;
import dev.localport.api.Outage;
import dev.localport.api.RecoveryStatus;
import dev.localport.api.ServiceHistory;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The history of services for people: outages, the newest last, and a line for each day. */
public final class HistoryView {
  private static final String GAP = "  ";
  private static final long MINUTE = 60;

  private final Output output;
  private final EventTimes times;
  private final int width;

  /**
   * Prints to {@code output}.
   *
   * @param now tells which day is today
   * @param zone the user's
   */
  public HistoryView(Output output, Instant now, ZoneId zone) {
    this.output = output;
    this.times = new EventTimes(now, zone);
    boolean cuts = output.format() != OutputFormat.TEXT && output.columns() > 0;
    this.width = cuts ? output.columns() : Integer.MAX_VALUE;
  }

  /**
   * Prints them.
   *
   * @param contexts how the services of each context recovered
   * @param one whether one service was asked for by its name
   */
  public void print(List<ServiceHistory> services, List<ContextRecovery> contexts, boolean one) {
    if (services.isEmpty()) {
      output.note("nothing was recorded yet");
      return;
    }
    List<String> lines = new ArrayList<>();
    if (one) {
      lines.add(bold(heading(services.getFirst())));
      lines.addAll(recovery("", services.getFirst().recovery()));
      lines.add("");
    }
    boolean together = output.format() == OutputFormat.TABLE;
    List<SharedOutage> outages = SharedOutage.of(services, together);
    lines.addAll(outages(outages, one, isOneContext(services)));
    lines.add("");
    lines.addAll(days(services).lines(Math.min(width, 1000), output.colours()));
    if (!one) {
      lines.addAll(recovery(contexts));
    }
    output.painted(lines);
    int leftOut = services.stream().mapToInt(ServiceHistory::leftOut).sum();
    if (leftOut > 0) {
      output.note("%d older outages are not shown; see --limit".formatted(leftOut));
    }
  }

  private List<String> recovery(List<ContextRecovery> contexts) {
    List<String> lines =
        contexts.stream()
            .flatMap(one -> recovery(one.context() + GAP, one.recovery()).stream())
            .collect(Collectors.toCollection(ArrayList::new));
    if (!lines.isEmpty()) {
      lines.addFirst("");
    }
    return lines;
  }

  /**
   * Returns how outages ended; nothing where there was none. The breaker has a line if it opened.
   */
  private List<String> recovery(String front, RecoveryStatus figures) {
    List<String> lines = new ArrayList<>();
    if (figures.p50() != null && figures.p95() != null && figures.max() != null) {
      lines.add(
          "%srecovered %s in %s: median %s, p95 %s, longest %s"
              .formatted(
                  front,
                  count(figures.successes(), "time"),
                  count(figures.attempts(), "attempt"),
                  length(figures.p50()),
                  length(figures.p95()),
                  length(figures.max())));
    }
    if (figures.breakerTrips() > 0) {
      lines.add(
          "%sthe circuit breaker opened %s"
              .formatted(front, count(figures.breakerTrips(), "time")));
    }
    return lines.stream().flatMap(line -> wrapped("", line, "").stream()).toList();
  }

  private static String count(long number, String what) {
    return "%d %s%s".formatted(number, what, number == 1 ? "" : "s");
  }

  private static boolean isOneContext(List<ServiceHistory> services) {
    return services.stream().map(each -> String.valueOf(each.context())).distinct().count() == 1;
  }

  private static String heading(ServiceHistory service) {
    String context = service.context() == null ? "" : GAP + service.context();
    Double share = service.availability24h();
    return service.name() + context + (share == null ? "" : GAP + percent(share) + " up in 24 h");
  }

  private String bold(String text) {
    String shown = OneLine.cut(OneLine.plain(text), width);
    return output.colours() ? Colour.BOLD.paint(shown) : shown;
  }

  /** Two lines or three for each: what is long has a line of its own, so that 80 columns do. */
  private List<String> outages(List<SharedOutage> outages, boolean one, boolean oneContext) {
    if (outages.isEmpty()) {
      return List.of("no outages");
    }
    List<String> heads = new ArrayList<>();
    for (SharedOutage outage : outages) {
      heads.add(times.show(outage.first().start()) + GAP + length(outage));
    }
    int column = heads.stream().mapToInt(OneLine::width).max().orElse(0);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < outages.size(); i++) {
      SharedOutage outage = outages.get(i);
      List<String> rest = new ArrayList<>();
      if (!one) {
        rest.add(OneLine.cut(who(outage, oneContext), Math.max(1, width - column - 2)));
      }
      rest.add(outage.first().cause());
      rest.add(end(outage.first()));
      String front = heads.get(i) + " ".repeat(column - OneLine.width(heads.get(i)));
      for (String each : rest) {
        lines.addAll(lines(front + GAP, each, outage.first()));
        front = " ".repeat(column);
      }
    }
    return lines;
  }

  private List<String> lines(String front, String text, Outage outage) {
    List<String> lines = wrapped(front, text, " ".repeat(OneLine.width(front)));
    boolean open = outage.end() == null && output.colours();
    return open ? lines.stream().map(Colour.RED::paint).toList() : lines;
  }

  private List<String> wrapped(String front, String text, String indent) {
    return Wrapping.lines(front, OneLine.plain(text), indent + GAP, width);
  }

  private static String who(SharedOutage outage, boolean oneContext) {
    List<String> names = outage.services();
    String in = oneContext || outage.context() == null ? "" : " in " + outage.context();
    return names.size() == 1
        ? names.getFirst() + in
        : "%d services%s: %s".formatted(names.size(), in, String.join(", ", names));
  }

  private static String end(Outage outage) {
    return outage.endedBy() == null ? "→ ongoing" : "→ " + outage.endedBy();
  }

  private static String length(SharedOutage outage) {
    return outage.alike() ? length(outage.longest()) : "up to " + length(outage.longest());
  }

  private static String length(Duration time) {
    long seconds = time.toSeconds();
    boolean isExact = seconds > MINUTE && seconds < 60 * MINUTE && seconds % MINUTE > 0;
    return isExact ? seconds / MINUTE + "m " + seconds % MINUTE + "s" : Durations.took(time);
  }

  private static Table days(List<ServiceHistory> services) {
    Map<LocalDate, DayHistory> days = new TreeMap<>();
    for (ServiceHistory service : services) {
      service.days().forEach(day -> days.merge(day.date(), day, HistoryView::sum));
    }
    Table table =
        new Table(
            List.of(
                new Column("DAY", Cut.NEVER),
                new Column("UP", Cut.NEVER),
                new Column("OUTAGES", Cut.NEVER),
                new Column("DOWN", Cut.NEVER),
                new Column("EXPECTED", Cut.NEVER)));
    days.values()
        .forEach(day ->
            table.add(
                List.of(
                    Cell.of(day.date().toString()),
                    new Cell(percent(day.availability()), colour(day.availability())),
                    Cell.of(String.valueOf(day.outages())),
                    Cell.of(length(day.wanted().minus(day.up()))),
                    Cell.of(length(day.wanted())))));
    return table;
  }

  private static DayHistory sum(DayHistory one, DayHistory other) {
    return new DayHistory(
        one.date(),
        one.wanted().plus(other.wanted()),
        one.up().plus(other.up()),
        one.outages() + other.outages());
  }

  /* Rounded down: what was away for a minute was not there all day. */
  private static String percent(@Nullable Double share) {
    return share == null
        ? Table.NONE
        : String.format(Locale.ROOT, "%.2f %%", Math.floor(share * 10_000) / 100);
  }

  private static Colour colour(@Nullable Double share) {
    return share != null && share < 0.99 ? Colour.YELLOW : Colour.NONE;
  }
}
