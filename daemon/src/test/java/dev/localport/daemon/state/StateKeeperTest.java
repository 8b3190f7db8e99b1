package dev.localport.daemon.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Settled;
import dev.localport.daemon.time.ManualTimers;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateKeeperTest {
  @TempDir private Path folder;
  private final AtomicInteger newest = new AtomicInteger();
  private final ManualTimers timers = new ManualTimers();

  private StateFile disk() {
    return new StateFile(folder.resolve("state.json"));
  }

  private StateKeeper keeper() {
    return new StateKeeper(disk(), () -> numbered(newest.get()), timers);
  }

  private static DesiredState numbered(int number) {
    return new DesiredState(
        List.of(), List.of(new DesiredState.Wanted(String.valueOf(number), null, Settled.NOTHING)));
  }

  private int numberOnDisk() {
    return Integer.parseInt(onDisk().wanted().getFirst().name());
  }

  private DesiredState onDisk() {
    try {
      return disk().read();
    } catch (NewerStateException | IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void whatIsAskedForIsOnDiskOrSomethingLaterIs() {
    StateKeeper keeper = keeper();
    List<CompletableFuture<Void>> askers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      askers.add(
          CompletableFuture.runAsync(
              () -> {
                for (int n = 0; n < 50; n++) {
                  int mine = newest.incrementAndGet();
                  Await.get(keeper.keep());
                  assertThat(numberOnDisk()).isGreaterThanOrEqualTo(mine);
                }
              },
              task -> Thread.ofVirtual().start(task)));
    }

    askers.forEach(Await::get);

    assertThat(numberOnDisk()).isEqualTo(400);
  }

  @Test
  void whoIsInterruptedLosesNothing() {
    Thread.currentThread().interrupt();
    CompletableFuture<Void> kept = keeper().keep();
    assertThat(Thread.interrupted()).isTrue();
    Await.get(kept);

    assertThat(onDisk()).isEqualTo(numbered(0));
  }

  @Test
  void whatIsOnDiskIsNotWrittenAgain() throws IOException {
    StateKeeper keeper = keeper();
    Await.get(keeper.keep());
    Files.delete(folder.resolve("state.json"));

    Await.get(keeper.keep());

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeReadIsKeptAside() throws IOException, NewerStateException {
    Files.writeString(folder.resolve("state.json"), "{garbage");
    StateKeeper keeper = keeper();

    assertThat(keeper.read()).isEqualTo(DesiredState.NOTHING);
    Await.get(keeper.keep());

    assertThat(numberOnDisk()).isZero();
    assertThat(folder.resolve("state.json.unreadable")).hasContent("{garbage");
    assertThat(keeper.notes())
        .containsExactly(
            "%s could not be read, so nothing was started from it; it is kept as %s"
                .formatted(folder.resolve("state.json"), folder.resolve("state.json.unreadable")));
  }

  @Test
  void whatANewerVersionWroteIsNeverReplaced() throws IOException {
    String newer = "{\"version\": 2, \"sources\": {}}";
    Path file = Files.writeString(folder.resolve("state.json"), newer);
    StateKeeper keeper = keeper();

    assertThatThrownBy(keeper::read)
        .isInstanceOf(NewerStateException.class)
        .hasMessage(
            ("%s was written by a newer LocalPort (format 2; this version reads format 1); start"
                    + " the newer version, or set the file aside: mv %s %s.newer")
                .formatted(file, file, file));
    Await.get(keeper.keep());

    assertThat(file).hasContent(newer);
  }

  @Test
  void aWriteThatFailedIsToldAndTriedAgainUntilItWorks() throws IOException, NewerStateException {
    Path later = folder.resolve("later");
    StateFile disk = new StateFile(later.resolve("state.json"));
    StateKeeper keeper = new StateKeeper(disk, () -> numbered(7), timers);
    Await.get(keeper.keep());
    Await.get(keeper.keep());
    assertThat(keeper.trouble()).isNotNull();
    assertThat(keeper.notes()).singleElement().asString().startsWith("not saved: ");
    assertThat(timers.waiting()).isEqualTo(1);
    Files.createDirectory(later);

    timers.advance(StateKeeper.RETRY);

    Await.until("the state is saved", () -> keeper.trouble() == null);
    assertThat(disk.read()).isEqualTo(numbered(7));
    assertThat(keeper.notes()).isEmpty();
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void whatSomebodyRemovedIsWrittenAgain() throws IOException {
    StateKeeper keeper = keeper();
    Await.get(keeper.keep());
    Files.delete(folder.resolve("state.json"));

    Await.get(keeper.keepAgain());

    assertThat(numberOnDisk()).isZero();
  }

  @Test
  void aStateThatIsNotToBeHadKeepsNobodyWaiting() {
    StateKeeper keeper =
        new StateKeeper(
            disk(),
            () -> {
              if (newest.getAndIncrement() == 0) {
                throw new IllegalStateException("not yet");
              }
              return numbered(1);
            },
            timers);
    Await.get(keeper.keep());

    Await.get(keeper.keep());

    assertThat(numberOnDisk()).isEqualTo(1);
  }
}
