package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.spdy.DefaultSpdyPingFrame;
import io.netty.handler.codec.spdy.DefaultSpdyRstStreamFrame;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server's side of a SPDY session, frame by frame, over TLS. */
class SpdySessionTest {
  @TempDir static Path folder;
  @AutoClose private static Simulator simulator;
  private static String pod;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulator = Simulator.start(folder);
    pod = simulator.awaitPod("app=moods");
  }

  @Test
  void anEchoIsAnsweredInOrderAndEndsBothStreams() throws IOException {
    assertEchoes();
  }

  private static void assertEchoes() throws IOException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.open(1, "error", "9001", "0");
      wire.open(3, "data", "9001", "0");
      wire.data(3, "hello", true);

      assertThat(wire.next()).isEqualTo("reply 1");
      assertThat(wire.next()).isEqualTo("reply 3");
      assertThat(wire.next()).isEqualTo("data 3 hello");
      assertThat(wire.next()).isEqualTo("data 3 last");
      assertThat(wire.next()).isEqualTo("data 1 last");
    }
  }

  @Test
  void theMessageOfARefusedPortComesBeforeTheResets() throws IOException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.open(1, "error", "9999", "0");
      wire.open(3, "data", "9999", "0");

      assertThat(wire.next()).isEqualTo("reply 1");
      assertThat(wire.next()).isEqualTo("reply 3");
      assertThat(wire.next())
          .startsWith("data 1 error forwarding port 9999 to pod ")
          .contains("uid : failed to execute portforward in network namespace \"/var/run/netns/")
          .endsWith("dial tcp6 [::1]:9999: connect: connection refused");
      assertThat(wire.next()).isEqualTo("reset 3 CANCEL");
      assertThat(wire.next()).isEqualTo("reset 1 CANCEL");
    }
  }

  @Test
  void aResetConnectionIsToldAndTheSessionGoesOn() throws IOException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.open(1, "error", "9004", "0");
      wire.open(3, "data", "9004", "0");
      wire.data(3, "x", false);
      assertThat(wire.next()).isEqualTo("reply 1");
      assertThat(wire.next()).isEqualTo("reply 3");
      assertThat(wire.next()).endsWith("->127.0.0.1:9004: read: connection reset by peer");
      assertThat(wire.next()).isEqualTo("reset 3 CANCEL");
      assertThat(wire.next()).isEqualTo("reset 1 CANCEL");

      wire.open(5, "error", "9007", "1");
      wire.open(7, "data", "9007", "1");

      assertThat(wire.next()).isEqualTo("reply 5");
      assertThat(wire.next()).isEqualTo("reply 7");
      assertThat(wire.next()).isEqualTo("data 7 220 %s ready".formatted(pod));
    }
  }

  @Test
  void theDataStreamMayComeFirstAndOldClientsSendNoRequestId() throws IOException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.open(1, "data", "9009", "a");
      wire.open(3, "error", "9009", "a");
      assertThat(List.of(wire.next(), wire.next())).containsExactly("reply 1", "reply 3");
      assertThat(wire.next()).isEqualTo("data 1 last");

      wire.open(5, "error", "9009", "");
      wire.open(7, "data", "9009", "");

      List<String> rest = new ArrayList<>();
      while (!rest.contains("data 7 last")) {
        rest.add(wire.next());
      }
      assertThat(rest).contains("reply 5", "reply 7");
    }
  }

  @Test
  void pingsAreAnsweredAndGoAwayIsSaidOnDemand() throws IOException, InterruptedException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.send(new DefaultSpdyPingFrame(2)); // an answer to nothing
      wire.send(new DefaultSpdyPingFrame(7));
      assertThat(wire.next()).isEqualTo("ping 7");

      simulator.control("go-away");

      assertThat(wire.next()).isEqualTo("goaway 0");
      wire.open(1, "error", "9001", "0");
      assertThat(wire.next()).as("open sessions serve on").isEqualTo("reply 1");
    }
  }

  @Test
  void streamsThatMakeNoSenseAreRefusedOneByOne() throws IOException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.open(1, "error", "0", "0");
      assertThat(wire.next()).isEqualTo("reset 1 REFUSED_STREAM");
      wire.open(3, "error", "70000", "0");
      assertThat(wire.next()).isEqualTo("reset 3 REFUSED_STREAM");
      wire.open(5, "error", "http", "0");
      assertThat(wire.next()).isEqualTo("reset 5 REFUSED_STREAM");
      wire.open(7, "other", "9001", "0");
      assertThat(wire.next()).isEqualTo("reset 7 REFUSED_STREAM");
      wire.open(9, "error", "9001", "0");
      assertThat(wire.next()).isEqualTo("reply 9");
      wire.open(11, "error", "9001", "0");
      assertThat(wire.next()).as("a second error stream").isEqualTo("reset 11 REFUSED_STREAM");
      wire.open(12, "data", "9001", "0");
      assertThat(wire.next()).as("an even id").isEqualTo("reset 12 PROTOCOL_ERROR");
      wire.open(3, "data", "9001", "0");
      assertThat(wire.next()).as("an id that goes back").isEqualTo("reset 3 PROTOCOL_ERROR");
      wire.data(99, "to nobody", true);
      wire.data(9, "to an error stream", false);
      wire.send(new DefaultSpdyRstStreamFrame(99, 5));
      wire.open(13, "data", "9001", "0");
      assertThat(wire.next()).as("the session goes on").isEqualTo("reply 13");
    }
  }

  @Test
  void aStreamThatIsResetIsForgotten() throws IOException {
    try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
      wire.open(1, "error", "9001", "0");
      wire.open(3, "data", "9001", "0");
      assertThat(List.of(wire.next(), wire.next())).containsExactly("reply 1", "reply 3");

      wire.send(new DefaultSpdyRstStreamFrame(3, 5));
      wire.data(3, "late", true);
      wire.send(new DefaultSpdyPingFrame(1));

      assertThat(wire.next()).isEqualTo("ping 1");
    }
  }

  @Test
  void bytesThatAreNoFramesEndTheSessionOnly() throws IOException {
    Random random = new Random(11);
    for (int round = 0; round < 50; round++) {
      byte[] noise = new byte[64 + random.nextInt(2_000)];
      random.nextBytes(noise);
      noise[0] = (byte) 0x80; // a control frame
      noise[1] = 3;
      noise[2] = 0;
      noise[3] = (byte) (1 + random.nextInt(12));
      noise[4] = 0;
      noise[5] = 0;
      noise[6] = 0;
      try (SpdyWire wire = SpdyWire.open(simulator, pod)) {
        wire.raw(noise);
        wire.socketEnd();
        assertThat(wire.untilEnd()).as("round %d", round).endsWith("end");
      }
    }

    assertEchoes();
  }

  @Test
  void anUpgradeWithoutItsHeadersIsABadRequest() throws IOException {
    assertThat(refusal("X-Nothing: 1\n")).contains("Upgrade request required");
    assertThat(refusal("Connection: Upgrade\nUpgrade: h2c\n")).contains("Upgrade request required");
    assertThat(refusal("Connection: Upgrade\nUpgrade: SPDY/3.1\n"))
        .contains("unable to negotiate protocol");
  }

  @Test
  void anOlderServerMissesThePortOfATunnel() throws IOException, InterruptedException {
    simulator.control("protocols?speak=channel,spdy");
    assertThat(
            refusal(
                """
                Connection: Upgrade
                Upgrade: websocket
                Sec-WebSocket-Version: 13
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
                Sec-WebSocket-Protocol: SPDY/3.1+portforward.k8s.io
                """))
        .contains("query parameter \\\"port\\\" is required");
    simulator.control("clear");
  }

  private static String refusal(String headers) throws IOException {
    try (Socket socket = SpdyWire.socket(simulator)) {
      String head = SpdyWire.ask(socket, simulator.token(), pod, headers + "Connection: close\n");
      assertThat(head).startsWith("HTTP/1.1 400 ");
      return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }
  }
}
