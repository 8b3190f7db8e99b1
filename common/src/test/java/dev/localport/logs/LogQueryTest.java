package dev.localport.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.localport.rpc.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogQueryTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final String DATE = "2026-01-31T";

  @Test
  void travelsWithWhatIsAskedFor() {
    LogQuery all = new LogQuery("web", "dev", "warn", NOON, "x", 7);

    assertThat(LogQuery.from(all.toJson())).isEqualTo(all);
    assertThat(LogQuery.from(JsonObject.empty()))
        .isEqualTo(new LogQuery(null, null, null, null, null, null));
    assertThat(new LogQuery("web", null, null, null, null, 2).toJson().toString())
        .isEqualTo("{\"service\":\"web\",\"lines\":2}");
  }

  @Test
  void aHundredLinesAreWantedAndAllOfATime() {
    assertThat(new LogQuery(null, null, null, null, null, null).most()).isEqualTo(100);
    assertThat(new LogQuery(null, null, null, NOON, null, null).most())
        .isEqualTo(Integer.MAX_VALUE);
    assertThat(new LogQuery(null, null, null, NOON, null, 3).most()).isEqualTo(3);
    assertThat(LogQuery.from(JsonObject.builder().put("lines", -1).build()).most()).isZero();
  }

  private static LogEntry entry(String... lines) {
    return new LogEntry(0, 1, List.of(lines));
  }

  @Test
  void filtersByLevelTimePatternAndContext() {
    LogEntry late = entry(DATE + "12:00:00.000Z WARN  lost service=\"web\"", "java.io.IOException");
    LogEntry early = entry(DATE + "11:59:59.999Z INFO  on service=\"db\" context=\"dev\"");
    LogEntry several = entry(DATE + "12:00:01.000Z ERROR x services=\"a,web\"");

    assertThat(wanting("warn", null, null, null)).accepts(late, several).rejects(early);
    assertThat(wanting(null, NOON, null, null)).accepts(late, several).rejects(early);
    assertThat(wanting(null, null, "IOExc", null)).accepts(late).rejects(early, several);
    assertThat(wanting(null, null, null, "dev")).accepts(late, early, several);
    assertThat(wanting(null, null, null, "prod")).accepts(late, several).rejects(early);
    assertThat(wanting("error", NOON, "x", null)).accepts(several).rejects(late, early);
    assertThat(wanting("trace", null, null, null)).rejects(entry("no time"));
    assertThat(wanting(null, null, null, "dev")).rejects(entry(DATE + "12:00:00.000Z INFO  x"));
    assertThat(LogFilter.ALL.wants(entry("no time"))).isTrue();
  }

  private static Predicate<LogEntry> wanting(
      @Nullable String level,
      @Nullable Instant since,
      @Nullable String grep,
      @Nullable String context) {
    return LogFilter.of(new LogQuery(null, context, level, since, grep, null), Set.of("web"))
        ::wants;
  }

  @Test
  void aLevelThatThereIsNotIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> wanting("loud", null, null, null))
        .withMessage("unknown level \"loud\"; use error, warn, info, debug, trace");
  }

  @Test
  void aPositionTravelsAsAText() {
    LogPosition position = new LogPosition("00c0ffee", 7);

    assertThat(LogPosition.find(position.text())).isEqualTo(position);
    assertThat(LogPosition.find(LogPosition.START.text())).isEqualTo(LogPosition.START);
    assertThat(LogPosition.find("x")).isNull();
    assertThat(LogPosition.find("00c0ffee-99999999999999999999")).isNull();
  }
}
