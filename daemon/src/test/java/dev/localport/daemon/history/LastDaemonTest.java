package dev.localport.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.EventQuery;
import dev.localport.api.JournalEntry;
import dev.localport.daemon.journal.Journal;
import dev.localport.daemon.journal.Recorder;
import dev.localport.daemon.time.ManualTimers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastDaemonTest {
  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private final Instant begun = timers.instant();
  private Duration awake = Duration.ZERO;
  private String boot = "boot-1";
  private boolean dead;

  @BeforeEach
  void aDaemonRunsForThreeMinutes() {
    try (Journal journal = Journal.open(folder, timers)) {
      new Recorder(journal, timers).daemonStarted("1.0");
    }
    Alive alive = new Alive(folder, timers, machine(), Runnable::run);
    alive.begin(() -> !dead);
    for (int minute = 0; minute < 3; minute++) {
      passes(Duration.ofMinutes(1));
    }
  }

  private MachineClock machine() {
    return new MachineClock(boot, () -> awake.toNanos());
  }

  private void passes(Duration time) {
    awake = awake.plus(time);
    timers.advance(time);
  }

  /** What the next daemon records, as "detail second duration". */
  private List<String> next() throws IOException, InterruptedException {
    try (Journal journal = Journal.open(folder, timers)) {
      LastDaemon.record(
          new Alive(folder, timers, machine(), Runnable::run),
          machine(),
          journal.lastAt(),
          timers.instant(),
          new Recorder(journal, timers));
      return journal.read(EventQuery.ALL).stream().skip(1).map(this::words).toList();
    }
  }

  private String words(JournalEntry entry) {
    Duration duration = entry.duration();
    return "%s %d %s"
        .formatted(
            entry.detail(),
            Duration.between(begun, entry.at()).toSeconds(),
            duration == null ? "-" : duration.toSeconds());
  }

  private Instant lastSign() {
    return Objects.requireNonNull(new Alive(folder, timers, machine(), Runnable::run).found()).at();
  }

  private long died() {
    return Duration.between(begun, lastSign()).toSeconds();
  }

  @Test
  void aDaemonThatDiedIsRecordedAtItsLastSign() throws IOException, InterruptedException {
    long died = died();
    assertThat(died).isBetween(120L, 180L);
    kill();
    passes(Duration.ofSeconds(100));

    assertThat(next()).containsExactly("daemon died %d -".formatted(died));
  }

  /** The signs of a dead daemon end. */
  private void kill() {
    dead = true;
  }

  @Test
  void anEntryThatIsNewerThanTheSignIsTheLastSign() throws IOException, InterruptedException {
    passes(Duration.ofSeconds(30));
    try (Journal journal = Journal.open(folder, timers)) {
      new Recorder(journal, timers).configuration("localport.yaml", null);
    }
    kill();
    passes(Duration.ofSeconds(100));

    assertThat(next()).last().isEqualTo("daemon died 210 -");
  }

  @Test
  void whatTheMachineSleptSinceThenIsRecorded() throws IOException, InterruptedException {
    long died = died();
    kill();
    timers.advance(Duration.ofHours(8)); // while nothing is awake
    passes(Duration.ofSeconds(60));

    assertThat(next())
        .containsExactly("daemon died %d -".formatted(died), "machine slept 29040 28800");
  }

  @Test
  void anotherStartOfTheMachineMeansThatItWasOff() throws IOException, InterruptedException {
    long died = died();
    kill();
    boot = "boot-2";
    awake = Duration.ofSeconds(20);
    timers.advance(Duration.ofHours(1));

    long now = Duration.between(begun, timers.instant()).toSeconds();
    assertThat(next()).containsExactly("machine was off %d %d".formatted(now, now - died));
  }

  @Test
  void aClockThatWasSetBackMakesNoNegativeTime() throws IOException, InterruptedException {
    kill();
    timers.jump(Duration.ofHours(-2));

    assertThat(next()).containsExactly("daemon died -7020 -");
  }
}
