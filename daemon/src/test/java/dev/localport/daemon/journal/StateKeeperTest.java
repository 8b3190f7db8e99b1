package dev.localport.daemon.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Settled;
import dev.localport.daemon.tunnel.Eventually;
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

  private StateFile disk() {
    return new StateFile(folder.resolve("state.json"));
  }

  private StateKeeper keeper() {
    return new StateKeeper(disk(), () -> numbered(newest.get()));
  }

  private static DesiredState numbered(int number) {
    return new DesiredState(
        List.of(), List.of(new DesiredState.Wanted(String.valueOf(number), null, Settled.NOTHING)));
  }

  private int numberOnDisk() {
    return Integer.parseInt(disk().read().wanted().getFirst().name());
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
                  Eventually.get(keeper.keep());
                  assertThat(numberOnDisk()).isGreaterThanOrEqualTo(mine);
                }
              },
              task -> Thread.ofVirtual().start(task)));
    }

    askers.forEach(Eventually::get);

    assertThat(numberOnDisk()).isEqualTo(400);
  }

  @Test
  void whoIsInterruptedLosesNothing() {
    Thread.currentThread().interrupt();
    CompletableFuture<Void> kept = keeper().keep();
    assertThat(Thread.interrupted()).isTrue();
    Eventually.get(kept);

    assertThat(disk().read()).isEqualTo(numbered(0));
  }

  @Test
  void whatIsOnDiskIsNotWrittenAgain() throws IOException {
    StateKeeper keeper = keeper();
    Eventually.get(keeper.keep());
    Files.delete(folder.resolve("state.json"));

    Eventually.get(keeper.keep());

    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void whatCannotBeReadIsNotReplacedByNothing() throws IOException {
    Files.writeString(folder.resolve("state.json"), "{garbage");
    StateKeeper keeper = new StateKeeper(disk(), () -> DesiredState.NOTHING);

    assertThat(keeper.read()).isEqualTo(DesiredState.NOTHING);
    Eventually.get(keeper.keep());

    assertThat(folder.resolve("state.json")).hasContent("{garbage");
  }

  @Test
  void aWriteThatFailedIsTriedAgainWithTheNext() throws IOException {
    Path later = folder.resolve("later");
    StateFile disk = new StateFile(later.resolve("state.json"));
    StateKeeper keeper = new StateKeeper(disk, () -> numbered(7));
    Eventually.get(keeper.keep());
    Files.createDirectory(later);

    Eventually.get(keeper.keep());

    assertThat(disk.read()).isEqualTo(numbered(7));
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
            });
    Eventually.get(keeper.keep());

    Eventually.get(keeper.keep());

    assertThat(numberOnDisk()).isEqualTo(1);
  }
}
