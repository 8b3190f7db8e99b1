package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterState;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.actor.LoggedLines;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A question that cannot be asked costs this one question, and not the watch over the cluster. */
class MonitorFaultTest {
  private final OneThread monitor = new OneThread(Cluster::new);
  private final LoggedLines logged = LoggedLines.ofBugs();
  private boolean probeBroken;
  private boolean collectBroken;
  private int collections;

  @AfterEach
  void close() {
    logged.close();
  }

  private final class Cluster implements QueryRunner {
    private final OneThread owner;

    Cluster(OneThread owner) {
      this.owner = owner;
    }

    @Override
    public void probe(int number, Duration timeout) {
      if (probeBroken) {
        probeBroken = false;
        throw new IllegalStateException("a bug");
      }
      owner.tell(
          new MonitorMessage.ProbeAnswered(
              number, new Answer(Duration.ofMillis(5), Duration.ZERO)));
    }

    @Override
    public void measure(Duration timeout) {} // how long an answer takes is not what this is about

    @Override
    public void abandonProbe() {}

    @Override
    public void collect(int number, Set<Collector> what, PodsInUse pods, ClusterHealthConfig in) {
      if (collectBroken) {
        collectBroken = false;
        throw new IllegalStateException("a bug");
      }
      collections++;
      owner.tell(new MonitorMessage.CollectionDone(number));
    }

    @Override
    public void abandonCollection() {}
  }

  @Test
  void itIsProbedAgainInItsTime() {
    probeBroken = true;

    monitor.begin();
    assertThat(monitor.view().reach()).isNotInstanceOf(Reachability.Answers.class);
    monitor.pass(Duration.ofSeconds(5));

    assertThat(monitor.view().state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(logged.messages()).containsExactly("effect failed: bug");
  }

  @Test
  void itIsCollectedAgainInItsTime() {
    collectBroken = true;

    monitor.begin();
    assertThat(monitor.view().state()).isEqualTo(ClusterState.CONNECTED);
    assertThat(collections).isZero();
    monitor.pass(Duration.ofMinutes(4));

    assertThat(collections).isPositive();
    assertThat(logged.messages()).containsExactly("effect failed: bug");
  }
}
