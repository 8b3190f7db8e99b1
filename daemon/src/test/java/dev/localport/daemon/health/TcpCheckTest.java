package dev.localport.daemon.health;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.HealthCheckConfig;
import dev.localport.config.HealthProbe;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TcpCheckTest {
  private static Check check(Dialler dialler, @Nullable String host, @Nullable Integer port) {
    HealthCheckConfig config = Probes.config(new HealthProbe.Tcp(host, port));
    return Check.of(config, dialler, null);
  }

  /** Returns a port that nobody listens on. */
  private static int unused() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Test
  void silenceOfThePodIsWellAndItsConnectionIsClosed() throws IOException, InterruptedException {
    try (RawServer server = RawServer.silent()) {
      FakeDialler dialler = new FakeDialler(server.port());

      assertThat(check(dialler, null, null).run()).isEqualTo(new CheckOutcome.Well());

      assertThat(dialler.opened).containsExactly(0);
      assertThat(server.accepted.getFirst().getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aPodThatSpeaksFirstOrEndsInOrderIsWell() throws IOException, InterruptedException {
    RawServer.Answer greets =
        client -> client.getOutputStream().write("220 hello".getBytes(US_ASCII));
    RawServer.Answer ends = Socket::close;
    for (RawServer.Answer answer : List.of(greets, ends)) {
      try (RawServer server = new RawServer(answer)) {
        Check check = check(new FakeDialler(server.port()), null, null);

        assertThat(check.run()).isEqualTo(new CheckOutcome.Well());
      }
    }
  }

  @Test
  void whatTheClusterSaysOfARefusedConnectionIsTold() throws IOException, InterruptedException {
    try (RawServer server = resetting()) {
      FakeDialler dialler = new FakeDialler(server.port());
      dialler.broken = new Connection.Broken("connection refused by the pod", false);

      assertThat(check(dialler, null, null).run())
          .isEqualTo(new CheckOutcome.Failed("connection refused by the pod"));
    }
  }

  @Test
  void aLostSessionSaysNothingOfTheService() throws IOException, InterruptedException {
    try (RawServer server = resetting()) {
      FakeDialler dialler = new FakeDialler(server.port());
      dialler.broken = new Connection.Broken("the session was lost", true);

      assertThat(check(dialler, null, null).run())
          .isEqualTo(new CheckOutcome.NotMade("the session was lost"));
    }
  }

  private static RawServer resetting() throws IOException {
    return new RawServer(RawServer::reset);
  }

  @Test
  void withoutASessionThereIsNoCheck() throws InterruptedException {
    FakeDialler dialler = new FakeDialler(1);
    dialler.away = true;

    assertThat(check(dialler, null, null).run())
        .isEqualTo(new CheckOutcome.NotMade("no session is open"));
  }

  @Test
  void aLocalPortOfTheServiceMeansThePod() throws IOException, InterruptedException {
    try (RawServer server = RawServer.silent()) {
      FakeDialler dialler = new FakeDialler(server.port());

      check(dialler, null, FakeDialler.LOCAL_PORT + 1).run();
      check(dialler, "LOCALHOST", FakeDialler.LOCAL_PORT).run();
      check(dialler, "127.0.0.1", null).run();

      assertThat(dialler.opened).containsExactly(1, 0, 0);
    }
  }

  @Test
  void anyOtherAddressIsConnectedToAsItIsWritten() throws IOException, InterruptedException {
    try (RawServer server = RawServer.silent()) {
      FakeDialler dialler = new FakeDialler(1);

      assertThat(check(dialler, "127.0.0.1", server.port()).run())
          .isEqualTo(new CheckOutcome.Well());
      assertThat(check(dialler, null, server.port()).run()).isEqualTo(new CheckOutcome.Well());

      assertThat(dialler.opened).isEmpty();
      Await.until("both connections arrived", () -> server.accepted.size() == 2);
    }
  }

  @Test
  void anAddressThatRefusesIsNamed() throws IOException, InterruptedException {
    int port = unused();

    assertThat(check(new FakeDialler(1), "127.0.0.1", port).run())
        .isEqualTo(new CheckOutcome.Failed("connection refused by 127.0.0.1:" + port));
  }

  @Test
  void aHostThatNobodyKnowsIsNamed() throws InterruptedException {
    assertThat(check(new FakeDialler(1), "no-such-host.invalid", 80).run())
        .isEqualTo(new CheckOutcome.Failed("the host no-such-host.invalid cannot be resolved"));
  }
}
