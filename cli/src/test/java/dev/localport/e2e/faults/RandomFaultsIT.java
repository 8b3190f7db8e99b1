package dev.localport.e2e.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.DaemonMemory;
import dev.localport.e2e.Faults;
import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.NeedsFaults;
import dev.localport.e2e.OnRealCluster;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random faults on the real cluster, one after the other, with services of all kinds and steady
 * traffic: status and traffic agree at every look, the journal and the counters agree with what the
 * script did, and nothing is left over. Two minutes of faults; {@code
 * -Dlocalport.random.minutes=30} for half an hour, {@code -Dlocalport.random.seed=N} to play a run
 * again.
 */
@OnRealCluster
@NeedsFaults
@Tag("long")
class RandomFaultsIT {
  private static final Duration TIME =
      Duration.ofMinutes(Integer.getInteger("localport.random.minutes", 2));
  private static final long SEED = Long.getLong("localport.random.seed", 20_261_130);

  @TempDir Path temporary;

  @Test
  void statusTrafficJournalAndCountersAgreeAndNothingIsLeftOver(Faults faults)
      throws IOException, InterruptedException {
    System.out.printf("random faults: seed %d, %d minutes%n", SEED, TIME.toMinutes());
    try (Line line = Line.start(faults);
        LocalportProgram localport = new LocalportProgram(temporary, line.kubeconfig());
        Closeable _ = () -> AccountRows.deleteAccount(faults, temporary);
        Control control = Control.start(faults, temporary)) {
      localport.with("JDK_JAVA_OPTIONS", DaemonMemory.COUNTED);
      localport.config(RandomServices.YAML);
      Scene.startNow(localport);

      RandomRun run = new RandomRun(localport, faults, line, SEED);

      assertThat(run.run(TIME, control)).isEmpty();
    }
  }
}
