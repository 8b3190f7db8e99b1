package dev.localport.daemon.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.time.ManualTimers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AliveTest {
  @TempDir private Path folder;
  private final ManualTimers timers = new ManualTimers();
  private final AtomicBoolean wanted = new AtomicBoolean(true);

  private Alive open() {
    MachineClock machine =
        new MachineClock(
            "boot-1", () -> TimeUnit.MILLISECONDS.toNanos(timers.instant().toEpochMilli()));
    return new Alive(folder, timers, machine, Runnable::run);
  }

  private Alive begun() {
    Alive alive = open();
    alive.begin(wanted::get);
    return alive;
  }

  @Test
  void aDaemonThatIsKilledLeavesASignThatIsAtMostAMinuteOld() {
    begun();

    timers.advance(Duration.ofSeconds(185));

    Alive.Sign sign = open().found();
    assertThat(sign).isNotNull();
    assertThat(Duration.between(sign.at(), timers.instant())).isBetween(Duration.ZERO, Alive.PAUSE);
    assertThat(sign.boot()).isEqualTo("boot-1");
    assertThat(sign.awake()).isEqualTo(Duration.ofMillis(sign.at().toEpochMilli()));
  }

  @Test
  void aDaemonThatEndsInOrderLeavesNone() {
    Alive alive = begun();
    timers.advance(Duration.ofMinutes(3));

    alive.close();

    assertThat(open().found()).isNull();
    timers.advance(Duration.ofMinutes(3));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void nothingWakesTheMachineWhileNothingIsWanted() throws IOException {
    wanted.set(false);
    Alive alive = begun();
    timers.advance(Duration.ofMinutes(1));
    String before = Files.readString(folder.resolve("alive"));

    timers.advance(Duration.ofHours(1));
    alive.wake();
    assertThat(folder.resolve("alive")).hasContent(before);
    assertThat(timers.waiting()).isZero();

    wanted.set(true);
    alive.wake();
    timers.advance(Duration.ofMinutes(5));

    assertThat(Objects.requireNonNull(open().found()).at())
        .isAfter(timers.instant().minus(Duration.ofMinutes(2)));
  }

  @Test
  void aFileThatWasCutIsNoSign() throws IOException {
    Files.writeString(folder.resolve("alive"), "{\"at\":\"2026-0");

    assertThat(open().found()).isNull();
  }

  @Test
  void aFolderThatCannotBeWrittenStopsNothing() {
    Alive alive =
        new Alive(
            folder.resolve("missing"), timers, new MachineClock("boot-1", () -> 0), Runnable::run);

    alive.begin(wanted::get);
    timers.advance(Duration.ofMinutes(3));
    alive.close();

    assertThat(alive.found()).isNull();
  }

  @Test
  void theFirstSignComesWithTheFirstEntryOfANewJournal() throws IOException {
    Path later = folder.resolve("journal");
    Alive alive = new Alive(later, timers, new MachineClock("boot-1", () -> 0), Runnable::run);
    alive.begin(wanted::get);
    assertThat(alive.found()).isNull();

    Files.createDirectory(later);
    alive.wake();

    assertThat(alive.found()).isNotNull();
  }

  @Test
  void itIsForItsOwnerAlone() throws IOException {
    begun();

    assertThat(Files.getPosixFilePermissions(folder.resolve("alive")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }
}
