package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a forward does on the word of its cluster's monitor. */
class WatchedClusterTest {
  /** Nobody waits for this in a test: what tries before was told to. */
  private static final String RARELY =
      """
          reconnect: {initial_delay: 60s, max_delay: 60s, jitter: 0, max_attempts: 0}
      """;

  @TempDir private Path folder;
  private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = SimulatorFixture.watched(folder);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void itWaitsWhileTheClusterIsAwayAndIsBackWithIt()
      throws IOException, InterruptedException, LoadException {
    fixture.connect("deployment/moods", "echo", RARELY);

    fixture.cluster.control("away");
    assertThat(fixture.awaitSuspended("cluster_offline")).contains("cannot be reached");
    fixture.cluster.control("back");

    ServiceStatus web = fixture.await("connected");
    assertThat(web.reconnects()).isEqualTo(1);
    fixture.daemon.assertServes("web");
  }

  @Test
  void itTriesWhenAClusterAnswersThatWasNotYetCalledAway()
      throws IOException, InterruptedException, LoadException {
    fixture.daemon.failureThreshold = 10;
    fixture.connect("deployment/moods", "echo", RARELY);

    fixture.cluster.control("away");
    ServiceStatus waits = fixture.await("waits", web -> web.nextRetryAt() != null);
    assertThat(waits.state()).isEqualTo("reconnecting");
    fixture.daemon.suspectClusters(); // as after a wake: the next probe may be half a minute away
    Await.until(
        "a probe was not answered",
        () -> fixture.daemon.clusters().getFirst().state() == ClusterState.RECONNECTING);
    fixture.cluster.control("back");

    ServiceStatus web = fixture.await("connected");
    assertThat(web.connectedSince()).isBefore(waits.nextRetryAt());
  }

  @Test
  void itMeetsItsMonitorAlsoWhereTheKubeconfigComesLate()
      throws IOException, InterruptedException, LoadException {
    Path kubeconfig = fixture.cluster.kubeconfig();
    Path elsewhere = kubeconfig.resolveSibling("not-yet");
    Files.move(kubeconfig, elsewhere);
    fixture.start("deployment/moods", "echo", "    reconnect: {max_attempts: 3}\n");
    fixture.await("suspended", web -> "credentials".equals(web.reason()));

    fixture.cluster.control("away");
    Files.move(elsewhere, kubeconfig);
    fixture.daemon.forwards.goodSign(); // as when the daemon sees that the file changed

    assertThat(fixture.awaitSuspended("cluster_offline")).contains("cannot be reached");
    assertThat(fixture.status().attempt()).isLessThan(3);
    assertThat(fixture.daemon.clusters())
        .extracting(ClusterStatus::context, ClusterStatus::state)
        .containsExactly(tuple("demo", ClusterState.OFFLINE));

    fixture.cluster.control("back");
    fixture.await("connected");
    fixture.daemon.assertServes("web");
  }
}
