package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import java.io.IOException;
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
    fixture.cluster.control("back");

    ServiceStatus web = fixture.await("connected");
    assertThat(web.connectedSince()).isBefore(waits.nextRetryAt());
  }
}
