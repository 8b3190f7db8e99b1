package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A log that is read again goes on exactly behind the lines that were printed. */
class PodLogWindowTest {
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");
  private static final PodLogSource SOURCE = new PodLogSource("web-1", "u1", "server", "c1");

  private final List<PodLogLine> log = new ArrayList<>();
  private final List<PodLogLine> printed = new ArrayList<>();
  private PodLogWindow window = new PodLogWindow();
  private PodLogWindow.@Nullable Replay last;

  private void write(long millis, String text) {
    log.add(new PodLogLine(NOON.plusMillis(millis), text));
  }

  /** Reads as the API server answers: lines that are not older than the second. */
  private void read(int most) {
    PodLogWindow.Replay replay = window.replay();
    last = replay;
    Instant since = window.since();
    List<PodLogLine> answer =
        log.stream().filter(line -> since == null || !line.at().isBefore(since)).toList();
    int taken = 0;
    for (PodLogLine line : answer) {
      if (taken < most && replay.isNew(line)) {
        window.add(line);
        printed.add(line);
        taken++;
      }
    }
  }

  private boolean isContinuous() {
    return Objects.requireNonNull(last).isContinuous();
  }

  @Test
  void linesOfOneInstantAreNeitherRepeatedNorLost() {
    for (int i = 0; i < 5; i++) {
      write(100, "the same");
    }
    read(2);
    write(100, "another");

    read(Integer.MAX_VALUE);

    assertThat(printed).isEqualTo(log);
    assertThat(isContinuous()).isTrue();
  }

  @Test
  void moreLinesOfOneInstantThanAreRememberedAreCounted() {
    for (int i = 0; i < 3 * PodLogWindow.MOST; i++) {
      write(100, "line " + i);
    }
    read(2 * PodLogWindow.MOST + 7);

    read(Integer.MAX_VALUE);

    assertThat(printed).isEqualTo(log);
    assertThat(window.position(SOURCE).seen()).hasSize(PodLogWindow.MOST);
  }

  @Test
  void aLineThatIsOlderThanTheOneBeforeItIsNotTakenForPrinted() {
    write(10_000, "out 1");
    read(1);
    write(9_400, "err, written later and stamped earlier");

    read(1);

    assertThat(printed).isEqualTo(log);
  }

  @Test
  void nothingOlderThanWhereTheLogBeginsIsPrinted() {
    write(0, "long ago");
    write(1_200, "old");
    write(1_700, "new");
    window.beginAt(NOON.plusMillis(1_500));

    read(9);
    read(9);

    assertThat(printed).extracting(PodLogLine::text).containsExactly("new");
    assertThat(window.since()).isEqualTo(NOON.plusSeconds(1));
  }

  @Test
  void linesInFrontOfTheFirstOneAreNotWantedAtItsInstantEither() {
    write(100, "one");
    write(100, "two");
    write(100, "three");
    window.beginWith(log.getLast());
    window.add(log.getLast());
    window = new PodLogWindow(window.position(SOURCE));
    write(100, "four");

    read(9);

    assertThat(printed).extracting(PodLogLine::text).containsExactly("four");
  }

  @Test
  void aPositionBeforeTheFirstLineHasNoLine() {
    window.beginAt(NOON);
    window = new PodLogWindow(window.position(SOURCE));

    assertThat(window.isEmpty()).isTrue();
    assertThat(window.latest()).isNull();
    assertThat(window.reached()).isEqualTo(NOON);
    write(100, "first");
    read(9);
    assertThat(printed).isEqualTo(log);
    assertThat(window.reached()).isEqualTo(NOON.plusMillis(100));
  }

  @Test
  void aLogThatLostItsOlderLinesIsKnown() {
    write(0, "printed");
    read(1);
    log.clear();
    write(5_000, "behind the gap");

    read(1);

    assertThat(isContinuous()).isFalse();
    assertThat(printed).extracting(PodLogLine::text).containsExactly("printed", "behind the gap");
  }

  @Test
  void anEmptyLogIsContinuous() {
    read(1);

    assertThat(isContinuous()).isTrue();
    assertThat(window.isEmpty()).isTrue();
    assertThat(window.latest()).isNull();
    assertThat(window.reached()).isNull();
    assertThat(window.since()).isNull();
  }

  @Test
  void anotherProcessGoesOnFromThePositionAsItTravels() {
    for (int i = 0; i < 3 * PodLogWindow.MOST; i++) {
      write(i / 3, "line " + i);
    }
    read(2 * PodLogWindow.MOST);

    String line = window.position(SOURCE).toJson().toString();
    PodLogPosition arrived = PodLogPosition.from(JsonObject.parse(line));
    window = new PodLogWindow(arrived);
    read(Integer.MAX_VALUE);

    assertThat(arrived.source()).isEqualTo(SOURCE);
    assertThat(line.length()).isLessThan(512 * 1024);
    assertThat(printed).isEqualTo(log);
  }

  @Test
  void whatIsNoPositionIsRefused() {
    JsonObject source = SOURCE.toJson();
    for (String seen : List.of("", "x", "2026-11-30T12:00:00Z", "2026-11-30T12:00:00Z zz")) {
      JsonObject json =
          JsonObject.builder().put("source", source).put("seen", List.of(seen)).build();
      assertThatThrownBy(() -> PodLogPosition.from(json))
          .isInstanceOf(RpcException.class)
          .hasMessage("seen: \"" + seen + "\" is not a printed line");
    }
    assertThatThrownBy(() -> PodLogLine.from(JsonObject.empty()))
        .isInstanceOf(RpcException.class)
        .hasMessage("at is missing");
  }

  @Test
  void linesSeamsAndRequestsTravel() {
    PodLogLine line = new PodLogLine(NOON.plusNanos(1), "text");
    PodLogRequest first = new PodLogRequest("web", null, false, true, null, null, null);
    PodLogRequest all =
        new PodLogRequest("web", "server", true, false, 0, NOON, window.position(SOURCE));
    PodLogSeam seam =
        new PodLogSeam(
            PodLogSeam.REPLACED, "web-2", "server", "web-1", PodLogSeam.NONE, NOON, 5, "words");

    assertThat(PodLogLine.from(line.toJson())).isEqualTo(line);
    assertThat(PodLogRequest.from(first.toJson())).isEqualTo(first);
    assertThat(PodLogRequest.from(all.toJson())).isEqualTo(all);
    assertThat(all.after(null).after()).isNull();
    assertThat(seam.toJson())
        .hasToString(
            "{\"kind\":\"replaced\",\"pod\":\"web-2\",\"container\":\"server\",\"previous_pod\":\"web-1\","
                + "\"missing\":\"none\",\"last_line_at\":\"2026-11-30T12:00:00Z\",\"interrupted_ms\":5,\"message\":\"words\"}");
  }

  @Test
  void randomReadingsPrintEachLineOnce() {
    for (long seed = 0; seed < 300; seed++) {
      playRandomly(new Random(seed));
      assertThat(printed).as("seed %d", seed).containsExactlyElementsOf(log);
    }
  }

  private void playRandomly(Random random) {
    log.clear();
    printed.clear();
    window = new PodLogWindow();
    long now = 0;
    for (int step = 0; step < 60; step++) {
      for (int i = random.nextInt(200); i > 0; i--) {
        now += random.nextInt(20) == 0 ? random.nextInt(3_000) : random.nextInt(2);
        boolean isLate = random.nextInt(10) == 0;
        write(now - (isLate ? random.nextInt(900) : 0), "line " + random.nextInt(3));
      }
      if (random.nextInt(4) == 0) {
        window = new PodLogWindow(window.position(SOURCE));
      }
      read(random.nextInt(3) == 0 ? Integer.MAX_VALUE : random.nextInt(300));
    }
    read(Integer.MAX_VALUE);
    assertThat(Duration.between(NOON, Objects.requireNonNull(window.latest()))).isPositive();
  }
}
