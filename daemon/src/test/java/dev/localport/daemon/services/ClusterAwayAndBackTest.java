package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.forward.local.LocalClient;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a forward does while the way to the API server is broken, and after. */
class ClusterAwayAndBackTest {
  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = new SimulatorFixture(folder);
  }

  private void connect(String keys) throws IOException, InterruptedException, LoadException {
    fixture.connect("deployment/moods", "echo", keys);
  }

  private LocalClient connectBusy() throws IOException {
    LocalClient client = fixture.daemon.connect("web");
    client.send("busy");
    assertThat(client.read(4)).isEqualTo("busy");
    return client;
  }

  @Test
  void whoComesWhileTheServerIsAwayIsServedWhenItIsBack()
      throws IOException, InterruptedException, LoadException {
    connect(PATIENT);
    int port = fixture.daemon.port("web");

    fixture.cluster.control("away");
    fixture.await("reconnecting");
    try (LocalClient early = new LocalClient(port)) {
      early.send("early");
      fixture.await("one is held", web -> web.traffic().held() == 1);
      fixture.cluster.control("back");
      assertThat(early.read(5)).isEqualTo("early");
    }
    ServiceStatus web = fixture.await("connected");
    assertThat(web.reconnects()).isEqualTo(1);
    assertThat(web.lastError()).isNull();
  }

  @Test
  void attemptsOnAServerThatIsAwayAreCountedAndDoNotOpenTheBreaker()
      throws IOException, InterruptedException, LoadException {
    fixture.cluster.control("away");
    fixture.start(
        "deployment/moods",
        "echo",
        PATIENT.replace("breaker: {failures: 0}", "breaker: {failures: 2, open_for: 1h}"));

    ServiceStatus web = fixture.await("tried often", service -> service.attempt() >= 5);
    assertThat(web.state()).isEqualTo("reconnecting");
    assertThat(Objects.requireNonNull(web.lastError()).kind()).isEqualTo(FailureKind.UNREACHABLE);
    assertThat(web.lastError().message())
        .isEqualTo(
            "the API server %s cannot be reached: connection refused"
                .formatted(fixture.cluster.server()));

    fixture.cluster.control("back");
    fixture.await("connected");
  }

  @Test
  void aLineThatDeliversNothingIsNoticedByAPing()
      throws IOException, InterruptedException, LoadException {
    connect(PATIENT + "    heartbeat: {interval: 2s, timeout: 1s}\n");
    fixture.cluster.control("black-hole?on=true");

    ServiceStatus web = fixture.await("reconnecting");
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("no answer to a ping within 1 s");

    try (LocalClient early = fixture.daemon.connect("web")) {
      early.send("early");
      fixture.cluster.control("black-hole?on=false");
      assertThat(early.read(5)).isEqualTo("early");
    }
  }

  @Test
  void anOpenConnectionLivesThroughALineThatDeliversNothingAndIsUsedAgain()
      throws IOException, InterruptedException, LoadException {
    connect(PATIENT + "    heartbeat: {interval: 2s, timeout: 1s}\n");
    try (LocalClient busy = connectBusy()) {
      fixture.cluster.control("black-hole?on=true");
      fixture.await("reconnecting");
      busy.send(" again");
      try (LocalClient early = fixture.daemon.connect("web")) {
        early.send("early");
        fixture.await("one is held", web -> web.traffic().held() == 1);

        fixture.cluster.control("black-hole?on=false");

        assertThat(early.read(5)).isEqualTo("early");
      }
      assertThat(busy.read(6)).isEqualTo(" again");
    }
    fixture.await("connected");
    assertThat(fixture.status().traffic().failed()).isZero();
  }

  @Test
  void aConnectionThatWasForgottenIsResetAndNewOnesAreServed()
      throws IOException, InterruptedException, LoadException {
    connect(PATIENT + "    heartbeat: {interval: 2s, timeout: 1s}\n");
    try (LocalClient busy = connectBusy()) {
      fixture.cluster.control("forget-flows");

      assertThat(busy.readAll()).isEqualTo(", reset");
    }
    fixture.daemon.assertServes("web");
    assertThat(fixture.status().state()).isEqualTo("connected");
    assertThat(fixture.status().traffic().failed()).isEqualTo(1);
  }

  @Test
  void aForwardThatDoesNotReconnectIsConnectedAgainWhenItsLateSessionAnswers()
      throws IOException, InterruptedException, LoadException {
    connect("    reconnect: {auto: false}\n    heartbeat: {interval: 2s, timeout: 1s}\n");
    try (LocalClient busy = connectBusy()) {
      fixture.cluster.control("black-hole?on=true");
      fixture.await("disconnected");
      fixture.cluster.control("black-hole?on=false");

      fixture.await("connected");
      busy.send(" again");
      assertThat(busy.read(6)).isEqualTo(" again");
    }
    assertThat(fixture.status().reconnects()).isZero();
  }

  @Test
  void aStopDoesNotWaitForAServerThatDoesNotAnswer()
      throws IOException, InterruptedException, LoadException {
    connect(PATIENT);
    int port = fixture.daemon.port("web");
    try (LocalClient busy = connectBusy()) {
      fixture.cluster.control("black-hole?on=true");

      fixture.daemon.forwards.stop(List.of("web"));

      ForwardsFixture.assertFree(port);
      assertThat(busy.readAll()).isEqualTo(", reset");
    }
    fixture.cluster.control("clear");
  }

  @Test
  void aResetIsPassedOnToWhoIsConnectedAndHealed()
      throws IOException, InterruptedException, LoadException {
    connect(PATIENT);
    try (LocalClient busy = connectBusy()) {
      fixture.cluster.control("reset");

      assertThat(busy.readAll()).isEqualTo(", reset");
    }
    fixture.await("connected again", web -> web.reconnects() == 1);
    fixture.await("connected");
    fixture.daemon.assertServes("web");
    assertThat(fixture.status().traffic().failed()).isEqualTo(1);
  }

  @Test
  void aServerThatGoesAwayInOrderDisturbsNobody()
      throws IOException, InterruptedException, LoadException {
    connect(PATIENT);
    try (LocalClient busy = connectBusy()) {
      fixture.cluster.control("go-away");
      fixture.daemon.assertServes("web");

      busy.send("on");
      assertThat(busy.read(2)).isEqualTo("on");
    }
    assertThat(fixture.await("connected").traffic().failed()).isZero();
  }

  @Test
  void pingsThatAreAnsweredAreCounted() throws IOException, InterruptedException, LoadException {
    connect(PATIENT + "    heartbeat: {interval: 2s, timeout: 4s}\n");

    ServiceStatus web =
        fixture.await("pinged again", service -> service.heartbeat().answered() >= 2);

    assertThat(web.heartbeat().healthy()).isTrue();
    assertThat(web.heartbeat().missed()).isZero();
  }
}
