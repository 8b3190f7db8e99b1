package dev.localport.daemon.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.state.StateFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever comes between commands, clusters, writes and kills: nothing is lost, or done twice. */
class OperationsRandomTest {
  private static final int SEQUENCES = 4_000;
  private static final int SEQUENCES_ON_DISK = 60;
  private static final int STEPS = 60;

  @TempDir private Path folder;

  private static int run(long seed, OperationsWorld.Disk disk) {
    Random random = new Random(seed);
    OperationsWorld world = new OperationsWorld(random, disk);
    try {
      for (int i = 0; i < STEPS; i++) {
        world.step();
      }
      world.settle();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + world.story(), e);
    }
    return world.kills();
  }

  @Test
  void nothingIsLostOrDoneTwiceAndTheOrderHolds() {
    int kills = 0;
    for (long seed = 0; seed < SEQUENCES; seed++) {
      kills += run(seed, new OperationsWorld.Memory());
    }

    assertThat(kills).as("kills").isGreaterThan(SEQUENCES);
  }

  @Test
  void nothingIsLostOnARealDiskThatTakesNothingNowAndThen() throws Exception {
    int kills = 0;
    for (long seed = 0; seed < SEQUENCES_ON_DISK; seed++) {
      Path home = Files.createDirectory(folder.resolve("home-" + seed));
      kills += run(seed, new OperationsWorld.Real(new StateFile(home.resolve("state.json")), home));
    }

    assertThat(kills).as("kills").isGreaterThan(SEQUENCES_ON_DISK);
  }
}
