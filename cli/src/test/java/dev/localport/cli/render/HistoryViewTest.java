package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ContextRecovery;
import dev.localport.api.DayHistory;
import dev.localport.api.Outage;
import dev.localport.api.RecoveryStatus;
import dev.localport.api.RecoveryStatusBuilder;
import dev.localport.api.ServiceHistory;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HistoryViewTest {
  private static final Instant NOW = Instant.parse("2026-03-02T12:00:00Z");
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Outage OFFLINE =
      outage(
          "2026-03-02T10:00:00Z",
          62_000,
          "cluster dev is offline: cannot reach 10.0.0.7:6443 (connection refused)",
          "the cluster came back");
  private static final Outage POD =
      outage("2026-03-01T22:30:00Z", 1_400, "the pod web-1 was deleted", "a new pod web-2");
  private static final Outage OPEN = outage("2026-03-02T11:59:00Z", 60_000, "closed", null);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private List<ContextRecovery> contexts = List.of();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private static Outage outage(String start, long millis, String cause, @Nullable String by) {
    Instant at = Instant.parse(start);
    return new Outage(
        at, by == null ? null : at.plusMillis(millis), Duration.ofMillis(millis), cause, by, null);
  }

  private static ServiceHistory service(String name, int leftOut, Outage... outages) {
    return new ServiceHistory(
        name,
        "dev",
        NOW.minus(Duration.ofDays(1)),
        0.99957,
        List.of(outages),
        leftOut,
        List.of(
            new DayHistory(
                LocalDate.of(2026, 3, 1), Duration.ofHours(8), Duration.ofMinutes(470), 1),
            new DayHistory(
                LocalDate.of(2026, 3, 2),
                Duration.ofHours(2),
                Duration.ofHours(2).minusSeconds(1),
                outages.length)),
        RecoveryStatusBuilder.builder().build());
  }

  private String show(OutputFormat format, boolean one, List<ServiceHistory> services) {
    Console console = new Console(stream(out), stream(err), false, false, () -> 80, () -> "");
    Output output = new Output(console, format, Output.Verbosity.NORMAL, false);
    new HistoryView(output, NOW, BERLIN).print(services, contexts, one);
    return out.toString(StandardCharsets.UTF_8);
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  @Test
  void oneServiceIsShownWithItsOutagesAndItsDays() {
    assertThat(show(OutputFormat.TABLE, true, List.of(service("web", 0, POD, OFFLINE, OPEN))))
        .isEqualTo(
            """
            web  dev  99.95 % up in 24 h

            2026-03-01 23:30:00  1.4 s  the pod web-1 was deleted
                                        → a new pod web-2
            11:00:00  1m 2s             cluster dev is offline: cannot reach 10.0.0.7:6443
                                          (connection refused)
                                        → the cluster came back
            12:59:00  1m                closed
                                        → ongoing

            DAY         UP       OUTAGES  DOWN   EXPECTED
            2026-03-01  97.91 %  1        10m    8h
            2026-03-02  99.98 %  3        1.0 s  2h
            """);
    assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  private static RecoveryStatus recovered() {
    return RecoveryStatusBuilder.builder()
        .attempts(18)
        .successes(12)
        .p50(Duration.ofMillis(1_240))
        .p95(Duration.ofSeconds(4))
        .max(Duration.ofSeconds(75))
        .breakerTrips(2)
        .build();
  }

  @Test
  void howOneServiceRecoveredStandsBelowItsName() {
    ServiceHistory web = service("web", 0);
    ServiceHistory recovered =
        new ServiceHistory(
            web.name(),
            web.context(),
            web.since(),
            web.availability24h(),
            List.of(),
            0,
            web.days(),
            recovered());

    assertThat(show(OutputFormat.TABLE, true, List.of(recovered)))
        .startsWith(
            """
            web  dev  99.95 % up in 24 h
            recovered 12 times in 18 attempts: median 1.2 s, p95 4.0 s, longest 1m 15s
            the circuit breaker opened 2 times

            no outages
            """);
  }

  @Test
  void howTheServicesOfAContextRecoveredStandsLast() {
    contexts = List.of(new ContextRecovery("dev", recovered()));

    assertThat(show(OutputFormat.TABLE, false, List.of(service("web", 0))))
        .endsWith(
            """

            dev  recovered 12 times in 18 attempts: median 1.2 s, p95 4.0 s, longest 1m 15s
            dev  the circuit breaker opened 2 times
            """);
  }

  @Test
  void oneRecoveryIsOneTime() {
    contexts =
        List.of(
            new ContextRecovery(
                "dev",
                RecoveryStatusBuilder.builder(recovered())
                    .attempts(1)
                    .successes(1)
                    .breakerTrips(1)
                    .build()));

    assertThat(show(OutputFormat.TABLE, false, List.of(service("web", 0))))
        .contains(
            "dev  recovered 1 time in 1 attempt: median ",
            "dev  the circuit breaker opened 1 time\n");
  }

  @Test
  void whatServicesShareIsShownOnce() {
    List<ServiceHistory> services = new ArrayList<>();
    for (int i = 1; i <= 30; i++) {
      services.add(service("web-" + i, 0, OFFLINE));
    }
    services.add(service("db", 0, POD));

    assertThat(show(OutputFormat.TABLE, false, services))
        .isEqualTo(
            """
            2026-03-01 23:30:00  1.4 s  db
                                        the pod web-1 was deleted
                                        → a new pod web-2
            11:00:00  1m 2s             30 services: web-1, web-10, web-11, web-12, web-13,…
                                        cluster dev is offline: cannot reach 10.0.0.7:6443
                                          (connection refused)
                                        → the cluster came back

            DAY         UP       OUTAGES  DOWN    EXPECTED
            2026-03-01  97.91 %  31       5h 10m  10d 8h
            2026-03-02  99.98 %  31       31s     2d 14h
            """);
  }

  @Test
  void wideShowsEachByItself() {
    String shown =
        show(OutputFormat.WIDE, false, List.of(service("a", 0, OFFLINE), service("b", 0, OFFLINE)));

    assertThat(shown).doesNotContain("2 services").contains("  a\n", "  b\n");
  }

  @Test
  void textCutsNothing() {
    assertThat(show(OutputFormat.TEXT, true, List.of(service("web", 0, OFFLINE))))
        .contains("(connection refused)\n");
  }

  @Test
  void lengthsThatDifferAreUpToTheLongest() {
    Outage shorter =
        outage("2026-03-02T10:00:02Z", 50_000, OFFLINE.cause(), "the cluster came back");

    assertThat(
            show(
                OutputFormat.TABLE,
                false,
                List.of(service("a", 0, OFFLINE), service("b", 0, shorter))))
        .contains("11:00:00  up to 1m 2s  2 services: a, b\n");
  }

  @Test
  void withoutOutagesAndWithoutServicesThatIsSaid() {
    assertThat(show(OutputFormat.TABLE, true, List.of(service("web", 0))))
        .contains("\nno outages\n");

    String _ = show(OutputFormat.TABLE, false, List.of());
    assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("nothing was recorded yet\n");
  }

  @Test
  void outagesThatAreNotShownAreCounted() {
    String _ = show(OutputFormat.TABLE, true, List.of(service("web", 7, POD)));

    assertThat(err.toString(StandardCharsets.UTF_8))
        .isEqualTo("7 older outages are not shown; see --limit\n");
  }
}
