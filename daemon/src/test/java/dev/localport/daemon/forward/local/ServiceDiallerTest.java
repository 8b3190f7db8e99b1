package dev.localport.daemon.forward.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.config.HealthCheckConfig;
import dev.localport.config.HealthProbe;
import dev.localport.config.HoldConfig;
import dev.localport.daemon.health.Check;
import dev.localport.daemon.health.CheckOutcome;
import dev.localport.daemon.health.Connection;
import dev.localport.daemon.tunnel.PodPorts;
import dev.localport.daemon.tunnel.Session;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections of checks through a session, all on loopback. */
class ServiceDiallerTest {
  private static final int ECHO = 0;
  private static final int REFUSED = 1;
  private static final int SILENT = 2;
  private static final int RESETS = 3;

  private final List<PodRoute> sessions = new CopyOnWriteArrayList<>();
  private LocalPortFixture at;
  private Session session;
  private ServiceDialler dialler;

  @BeforeEach
  void serve() throws IOException, InterruptedException {
    at =
        new LocalPortFixture(
            HoldConfig.DEFAULT, PodPorts.ECHO, PodPorts.REFUSED, PodPorts.SILENT, PodPorts.RESETS);
    session = at.serve();
    dialler = new ServiceDialler(at.loop, () -> sessions, () -> at.bound);
    sessions.add(line(session));
  }

  @AfterEach
  void close() {
    at.close();
  }

  private static PodRoute line(Session session) {
    return new PodRoute(
        session,
        "web-1",
        List.of(PodPorts.ECHO, PodPorts.REFUSED, PodPorts.SILENT, PodPorts.RESETS),
        false);
  }

  private int streams() {
    return at.loop.submit(session::streamCount).syncUninterruptibly().getNow();
  }

  private void assertNothingIsCounted() {
    assertThat(at.counters()).containsExactly(0, 0, 0, 0);
    assertThat(at.traffic.sent.sum() + at.traffic.received.sum()).isZero();
    assertThat(at.traffic.lastActivity()).isNull();
    assertThat(at.traffic.firstBytes.quantile(1)).isNull();
    assertThat(at.wanted).as("no spare is asked for").hasValue(0);
  }

  private Connection open(int index) throws IOException, InterruptedException {
    return dialler.open(index).orElseThrow();
  }

  private CheckOutcome tcp(int index) throws InterruptedException {
    HealthProbe.Tcp probe = new HealthProbe.Tcp(null, dialler.localPorts().get(index));
    HealthCheckConfig usual = HealthCheckConfig.DEFAULT;
    return Check.of(
            new HealthCheckConfig(probe, usual.interval(), usual.timeout(), 3, 1, true, false),
            dialler,
            null)
        .run();
  }

  @Test
  void whatIsSentComesBackAndNobodyCountsIt() throws IOException, InterruptedException {
    try (Connection connection = open(ECHO)) {
      Socket socket = connection.socket();
      socket.getOutputStream().write("hello".getBytes(US_ASCII));

      assertThat(new String(socket.getInputStream().readNBytes(5), US_ASCII)).isEqualTo("hello");
      assertThat(streams()).isEqualTo(1);
    }

    Await.until("the stream is over", () -> streams() == 0);
    assertNothingIsCounted();
  }

  @Test
  void aConnectionThatIsClosedLeavesNoStreamBehind() throws IOException, InterruptedException {
    Connection connection = open(SILENT);
    assertThat(streams()).isEqualTo(1);

    connection.close();

    Await.until("the stream is over", () -> streams() == 0);
    assertThat(connection.broken()).isEmpty();
  }

  @Test
  void aPortThatRefusesIsSick() throws InterruptedException {
    assertThat(tcp(REFUSED))
        .isEqualTo(new CheckOutcome.Failed("connection refused by the pod, port 1"));
    assertThat(tcp(SILENT)).isEqualTo(new CheckOutcome.Well());

    assertNothingIsCounted();
    assertThat(at.broken).isEmpty();
  }

  @Test
  void aConnectionThatThePodResetsIsToldAsOne() throws IOException, InterruptedException {
    try (Connection connection = open(RESETS)) {
      connection.socket().getOutputStream().write('x');
      assertThatThrownBy(() -> connection.socket().getInputStream().readAllBytes())
          .isInstanceOf(SocketException.class);

      assertThat(connection.broken())
          .contains(new Connection.Broken("connection reset by the pod, port 2", false));
    }
  }

  @Test
  void aSessionThatIsLostSaysNothingOfTheService() throws IOException, InterruptedException {
    try (Connection connection = open(SILENT)) {
      session.close(new Failure(FailureKind.SESSION, "the line is dead"));

      assertThatThrownBy(() -> connection.socket().getInputStream().read())
          .isInstanceOf(SocketException.class);
      assertThat(connection.broken())
          .hasValueSatisfying(broken -> assertThat(broken.lineLost()).isTrue());
    }
  }

  @Test
  void withoutASessionThereIsNoWay() throws IOException, InterruptedException {
    sessions.clear();
    assertThat(dialler.open(ECHO)).isEmpty();

    sessions.add(line(session));
    session.drain();
    at.awaitTurn();
    assertThat(dialler.open(ECHO)).isEmpty();
  }

  @Test
  void aSessionThatEndsOnTheWayIsLost() throws IOException, InterruptedException {
    session.drain();
    at.awaitTurn();

    try (Connection connection = UncountedConnection.open(session, PodPorts.SILENT)) {
      assertThat(connection.broken()).contains(new Connection.Broken("the session ends", true));
    }
  }

  @Test
  void theLeastBusySessionIsTaken() throws IOException, InterruptedException {
    Session other = at.serve();
    sessions.add(line(other));
    try (Connection first = open(SILENT);
        Connection second = open(SILENT)) {
      assertThat(first.socket().isConnected() && second.socket().isConnected()).isTrue();

      assertThat(streams()).isEqualTo(1);
    }
  }

  @Test
  void theLocalPortsAreThoseOfTheForward() {
    assertThat(dialler.localPorts()).hasSize(4).doesNotContain(0).doesNotHaveDuplicates();
  }
}
