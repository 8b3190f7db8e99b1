package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.TrafficStatus;
import dev.localport.daemon.forward.local.LocalClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever connects while no pod is Ready: how many wait, how long, and what becomes of them. */
class ConnectionsThatWaitTest {
  @TempDir private Path folder;
  private SimulatorFixture fixture;
  private String pod = "";

  @BeforeEach
  void openWithoutAPodThatIsReady()
      throws IOException, GeneralSecurityException, InterruptedException {
    fixture = new SimulatorFixture(folder);
    pod = fixture.cluster.awaitPod("app=moods");
    ready(false);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private void ready(boolean on) throws IOException, InterruptedException {
    fixture.cluster.control("ready?namespace=demo&name=%s&on=%s".formatted(pod, on));
  }

  private void startSuspended(String port, String hold)
      throws IOException, InterruptedException, LoadException {
    fixture.start("deployment/moods", port, PATIENT + "    hold: {" + hold + "}\n");
    fixture.awaitSuspended("no_ready_pod");
  }

  private LocalClient connectHeld(int count) throws IOException {
    LocalClient client = fixture.daemon.connect("web");
    fixture.await(count + " wait", web -> web.traffic().held() == count);
    return client;
  }

  private void awaitCounters(int held, int total, int failed) {
    fixture.await(
        "held %d of %d, %d failed".formatted(held, total, failed),
        web -> {
          TrafficStatus traffic = web.traffic();
          return List.of((long) traffic.held(), traffic.total(), traffic.failed())
              .equals(List.of((long) held, (long) total, (long) failed));
        });
  }

  @Test
  void theNewestIsResetWhereTooManyWait() throws IOException, InterruptedException, LoadException {
    startSuspended("echo", "max_connections: 1");

    try (LocalClient first = connectHeld(1);
        LocalClient second = fixture.daemon.connect("web")) {
      assertThat(second.readAll()).isEqualTo(", reset");
      awaitCounters(1, 1, 1);
      ready(true);
      first.send("first");
      assertThat(first.read(5)).isEqualTo("first");
    }
    awaitCounters(0, 2, 1);
  }

  @Test
  void theOldestIsResetWhereTheFileSaysSo()
      throws IOException, InterruptedException, LoadException {
    startSuspended("echo", "max_connections: 1, overflow: drop-oldest");

    try (LocalClient first = connectHeld(1);
        LocalClient second = fixture.daemon.connect("web")) {
      assertThat(first.readAll()).isEqualTo(", reset");
      ready(true);
      second.send("second");
      assertThat(second.read(6)).isEqualTo("second");
    }
    awaitCounters(0, 2, 1);
  }

  @Test
  void whoWaitsLongerThanTheFileSaysIsReset()
      throws IOException, InterruptedException, LoadException {
    startSuspended("echo", "timeout: 200ms");

    try (LocalClient client = fixture.daemon.connect("web")) {
      assertThat(client.readAll()).isEqualTo(", reset");
    }
    awaitCounters(0, 1, 1);
  }

  @Test
  void nobodyWaitsWhereHoldingIsOff() throws IOException, InterruptedException, LoadException {
    startSuspended("echo", "timeout: 0");

    try (LocalClient client = fixture.daemon.connect("web")) {
      assertThat(client.readAll()).isEqualTo(", reset");
    }
    awaitCounters(0, 1, 1);
  }

  @Test
  void whoGoesAwayWhileWaitingIsForgotten()
      throws IOException, InterruptedException, LoadException {
    startSuspended("echo", "timeout: 1h");

    try (LocalClient stays = connectHeld(1)) {
      connectHeld(2).reset();
      awaitCounters(1, 1, 1);
      ready(true);
      stays.send("stays");
      assertThat(stays.read(5)).isEqualTo("stays");
    }
  }

  @Test
  void whatWasSentAndEndedWhileWaitingReachesThePodWhole()
      throws IOException, InterruptedException, LoadException {
    startSuspended("discard", "timeout: 1h");

    try (LocalClient client = connectHeld(1)) {
      client.send("twelve bytes");
      client.end();
      ready(true);
      assertThat(client.readAll()).isEqualTo("12\n, end");
    }
  }

  @Test
  void aStopResetsWhoWaits() throws IOException, InterruptedException, LoadException {
    startSuspended("echo", "timeout: 1h");

    try (LocalClient client = connectHeld(1)) {
      fixture.daemon.forwards.stop(List.of("web"));
      assertThat(client.readAll()).isEqualTo(", reset");
    }
  }
}
