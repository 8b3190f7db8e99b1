package dev.localport.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The figures of all outages of a test run, as one table for the reader of the build's output. */
final class StallTable {
  private static final List<String> TRAFFIC =
      List.of("echo", "WebSocket", "quiet", "PostgreSQL", "Redis");

  private final List<List<String>> rows =
      new CopyOnWriteArrayList<>(
          List.of(
              List.of(
                  "outage",
                  "over",
                  "status says so",
                  "new connection",
                  "echo",
                  "WebSocket",
                  "quiet",
                  "PostgreSQL",
                  "Redis")));

  /** Adds what became of the connections of one program. */
  void add(
      String outage,
      String over,
      String status,
      String fresh,
      String what,
      Map<String, Duration> by) {
    rows.add(
        Stream.concat(
                Stream.of(outage, over, status, fresh),
                TRAFFIC.stream()
                    .map(name -> {
                      Duration when = by.get(name);
                      return when == null ? "-" : what + " " + seconds(when);
                    }))
            .toList());
  }

  /** Adds the fate of kubectl's echo. */
  void add(String outage, String fate) {
    rows.add(List.of(outage, "kubectl", "-", "-", fate, "-", "-", "-", "-"));
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1e3);
  }

  /** Returns the table, in Markdown. */
  @Override
  public String toString() {
    return rows.stream()
        .map(row -> row.stream().collect(Collectors.joining(" | ", "| ", " |\n")))
        .collect(Collectors.joining());
  }
}
