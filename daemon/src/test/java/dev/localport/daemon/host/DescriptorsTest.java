package dev.localport.daemon.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process of 256 descriptors, of which 32 are kept free of local connections. */
class DescriptorsTest {
  private static final String NOTE =
      "out of file descriptors (limit 256): new connections to local ports wait until others close;"
          + " raise the limit with ulimit -n and restart: localport daemon restart";

  @TempDir private Path folder;
  private final AtomicLong open = new AtomicLong(124);
  private final AtomicLong nanos = new AtomicLong();
  private final AtomicLong looks = new AtomicLong();
  private final Descriptors descriptors = new Descriptors(256, this::count, nanos::get);

  private long count() {
    looks.incrementAndGet();
    return open.get();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  /** Takes connections as long as there is room, and returns how many those were. */
  private int takeAll() {
    int taken = 0;
    while (descriptors.hasRoom()) {
      open.incrementAndGet();
      taken++;
    }
    return taken;
  }

  /** As {@link #takeAll}, again and again as time passes. */
  private int takeForASecond() {
    int taken = 0;
    for (int i = 0; i < 20; i++) {
      taken += takeAll();
      pass(Duration.ofMillis(51));
    }
    return taken;
  }

  @Test
  void connectionsMayTakeAllButAnEighth() {
    assertThat(takeForASecond()).isEqualTo(256 - 124 - 32);
    assertThat(open).hasValue(256 - 32);
  }

  @Test
  void noneIsTakenWhereTheRestOfTheProcessUsesThemUp() {
    open.set(250);
    assertThat(takeForASecond()).isZero();

    open.set(256);
    assertThat(takeForASecond()).isZero();
  }

  @Test
  void noneIsTakenWhereTheyCannotEvenBeCounted() {
    open.set(Long.MAX_VALUE);

    assertThat(takeForASecond()).isZero();
    assertThat(descriptors.notes()).containsExactly(NOTE);
  }

  @Test
  void whatIsFreedCanBeTakenAgain() {
    takeForASecond();

    open.addAndGet(-10);
    pass(Duration.ofMillis(51));

    assertThat(takeForASecond()).isEqualTo(10);
  }

  @Test
  void countingIsRareWhileThereArePlenty() {
    Descriptors plenty = new Descriptors(1_000_000, this::count, nanos::get);

    for (int i = 0; i < 10_000; i++) {
      assertThat(plenty.hasRoom()).isTrue();
    }

    assertThat(looks).hasValue(1);
  }

  @Test
  void countingIsRareWhileThereAreNone() {
    open.set(256);

    for (int i = 0; i < 1_000; i++) {
      assertThat(descriptors.hasRoom()).isFalse();
    }

    assertThat(looks).hasValue(1);
  }

  @Test
  void usersAreToldUntilThereAreEnoughAgain() {
    assertThat(descriptors.notes()).isEmpty();

    takeForASecond();
    assertThat(descriptors.notes()).containsExactly(NOTE);

    open.addAndGet(-1); // one connection ended, and the next one is about to come
    pass(Duration.ofSeconds(2));
    assertThat(descriptors.notes()).containsExactly(NOTE);

    open.set(124);
    pass(Duration.ofSeconds(2));
    assertThat(descriptors.notes()).isEmpty();
  }

  @Test
  void nothingIsLimitedWhereNobodyKnowsTheLimit() {
    Descriptors unknown = new Descriptors(Long.MAX_VALUE, this::count, nanos::get);

    assertThat(unknown.hasRoom()).isTrue();
    assertThat(unknown.notes()).isEmpty();
  }

  @Test
  void theLimitIsTheSoftOneOfTheKernelsTable() throws IOException {
    Path table = folder.resolve("limits");
    Files.writeString(
        table,
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             63432                63432                processes
        Max open files            256                  4096                 files
        """);
    assertThat(Descriptors.limit(table)).isEqualTo(256);

    Files.writeString(table, "Max open files            unlimited            unlimited   files\n");
    assertThat(Descriptors.limit(table)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void javaIsAskedWhereThereIsNoSuchTable() throws IOException {
    assertThat(Descriptors.limit(folder.resolve("missing"))).isPositive();
    assertThat(Descriptors.limit(Files.writeString(folder.resolve("odd"), "Max open files x y\n")))
        .isPositive();
  }

  @Test
  void thoseOfThisProcessAreCounted() {
    Descriptors own = Descriptors.ofProcess();

    assertThat(own.limit()).isPositive();
    assertThat(own.hasRoom()).isTrue();
    assertThat(own.notes()).isEmpty();
  }
}
