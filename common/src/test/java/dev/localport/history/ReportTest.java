package dev.localport.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ContextRecovery;
import dev.localport.api.DayHistory;
import dev.localport.api.HistoryQuery;
import dev.localport.api.Outage;
import dev.localport.api.ServiceHistory;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which services, outages and days an answer has. */
class ReportTest {
  private static final int DAY = 86_400;

  private final Play web = new Play("web");

  private static HistoryQuery query(
      @Nullable String service, @Nullable String context, @Nullable Instant since, int limit) {
    return new HistoryQuery(service, context, since, ZoneOffset.UTC, limit);
  }

  private static List<ServiceHistory> answer(Play play, HistoryQuery query, double now) {
    Report report = new Report(query);
    play.entries().forEach(report::take);
    return report.answer(Play.time(now));
  }

  private static List<Long> starts(ServiceHistory history) {
    return history.outages().stream()
        .map(Outage::start)
        .map(start -> Duration.between(Play.MIDNIGHT, start).toSeconds())
        .toList();
  }

  private Play threeOutages() {
    web.at(0).start().at(1).connected("web-1");
    for (int day = 0; day < 3; day++) {
      web.at(day * DAY + 100).lost("reset").attempt(1).at(day * DAY + 110).again("web-1");
    }
    return web;
  }

  @Test
  void theServiceAndTheContextThatAreAskedFor() {
    threeOutages();

    assertThat(answer(web, query(null, null, null, 9), 3 * DAY)).hasSize(1);
    assertThat(answer(web, query("web", "dev", null, 9), 3 * DAY)).hasSize(1);
    assertThat(answer(web, query("db", null, null, 9), 3 * DAY)).isEmpty();
    assertThat(answer(web, query(null, "prod", null, 9), 3 * DAY)).isEmpty();
  }

  @Test
  void theContextsOfTheServicesThatAreAskedFor() {
    threeOutages();
    Report all = new Report(query(null, null, null, 9));
    Report elsewhere = new Report(query(null, "prod", null, 9));
    web.entries().forEach(all::take);
    web.entries().forEach(elsewhere::take);

    ContextRecovery dev = all.contexts(Play.time(3 * DAY)).getFirst();

    assertThat(dev.context()).isEqualTo("dev");
    assertThat(dev.recovery().successes()).isEqualTo(3);
    assertThat(ContextRecovery.from(dev.toJson())).isEqualTo(dev);
    assertThat(elsewhere.contexts(Play.time(3 * DAY))).isEmpty();
  }

  @Test
  void theNewestOutagesAndHowManyAreLeftOut() {
    ServiceHistory history = answer(threeOutages(), query(null, null, null, 2), 3 * DAY).getFirst();

    assertThat(starts(history)).containsExactly(DAY + 100L, 2 * DAY + 100L);
    assertThat(history.leftOut()).isEqualTo(1);
  }

  @Test
  void outagesAndDaysSinceAMoment() {
    ServiceHistory history =
        answer(threeOutages(), query(null, null, Play.time(DAY + 105), 9), 3 * DAY).getFirst();

    assertThat(starts(history)).containsExactly(DAY + 100L, 2 * DAY + 100L);
    assertThat(history.days().stream().map(DayHistory::date))
        .containsExactly(LocalDate.of(2026, 3, 2), LocalDate.of(2026, 3, 3));
  }

  @Test
  void anOutageThatGoesOnIsInItAlthoughItBeganBefore() {
    web.at(0).start().at(1).connected("web-1").at(100).lost("reset").attempt(1);

    ServiceHistory history = answer(web, query(null, null, Play.time(500), 9), 1000).getFirst();

    assertThat(starts(history)).containsExactly(100L);
    assertThat(history.outages().getFirst().end()).isNull();
    assertThat(history.recovery().longestOutage()).isEqualTo(Duration.ofMinutes(15));
  }

  @Test
  void aDayBeginsAtMidnightOfTheZone() {
    Report report =
        new Report(new HistoryQuery(null, null, null, ZoneId.of("America/New_York"), 9));
    threeOutages().entries().forEach(report::take);

    assertThat(report.answer(Play.time(DAY)).getFirst().days().getFirst().date())
        .isEqualTo(LocalDate.of(2026, 2, 28));
  }
}
