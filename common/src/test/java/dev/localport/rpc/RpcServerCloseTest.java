package dev.localport.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of callers when the server stops. */
@Timeout(30)
class RpcServerCloseTest {
  @TempDir private Path folder;

  @Test
  void letsRunningCallsEndWhenItCloses() throws IOException, InterruptedException {
    TestServer server = new TestServer(folder);
    try (RawPeer peer = server.raw()) {
      peer.call(1, "wait");
      assertThat(server.connections.poll(20, SECONDS)).isNotNull();
      Thread closing = Thread.ofVirtual().start(() -> server.server.close(TestServer.LIMIT));
      JsonObject stopping = callUntilRefused(peer);

      server.released.countDown();

      assertThat(stopping.object("error").text("message")).isEqualTo("the server is stopping");
      assertThat(peer.readObject().number("id")).isEqualTo(1);
      assertThat(peer.read()).isNull();
      assertThat(closing.join(TestServer.LIMIT)).isTrue();
      assertThat(server.ends.poll()).isEqualTo("released");
    }
  }

  /* Between the end of listening and the end of taking calls there is a moment. */
  private static JsonObject callUntilRefused(RawPeer peer) throws IOException {
    while (true) {
      peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"echo\"}");
      peer.call(2, "echo");
      JsonObject reply = peer.readObject();
      if (reply.has("error")) {
        return reply;
      }
    }
  }

  @Test
  void interruptsCallsThatOutlastTheGraceAndTellsTheCaller()
      throws IOException, InterruptedException {
    TestServer server = new TestServer(folder);
    try (RawPeer peer = server.raw()) {
      peer.call(1, "wait");
      assertThat(server.connections.poll(20, SECONDS)).isNotNull();

      server.server.close(Duration.ZERO);

      assertThat(server.ends.poll()).isEqualTo("interrupted");
      assertThat(peer.readObject().object("error").text("message"))
          .isEqualTo("the call was interrupted");
      assertThat(peer.read()).isNull();
    }
  }

  @Test
  void closesInTimeAlsoWhenItsOwnCallerIsInterrupted() throws IOException, InterruptedException {
    TestServer server = new TestServer(folder);
    try (RawPeer peer = server.raw()) {
      peer.call(1, "wait");
      assertThat(server.connections.poll(20, SECONDS)).isNotNull();
      Thread closing = Thread.ofVirtual().start(() -> server.server.close(Duration.ofDays(1)));

      closing.interrupt();

      assertThat(closing.join(TestServer.LIMIT)).isTrue();
      assertThat(peer.read()).isNull();
    }
  }

  @Test
  void canBeClosedTwice() throws IOException {
    TestServer server = new TestServer(folder);

    server.close();
    server.close();

    assertThat(server.socket).doesNotExist();
    assertThat(server.bugs).isEmpty();
  }
}
