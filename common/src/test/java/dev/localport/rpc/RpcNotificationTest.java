package dev.localport.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RpcNotificationTest {
  private static final int FLOOD = 5_000;

  @TempDir private Path folder;
  private TestServer server;

  @BeforeEach
  void open() throws IOException {
    server = new TestServer(folder);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private RpcConnection subscribe(RawPeer peer) throws IOException, InterruptedException {
    peer.call(1, "subscribe");
    assertThat(peer.readObject().number("id")).isEqualTo(1);
    return Objects.requireNonNull(server.connections.poll(20, SECONDS));
  }

  @Test
  void arriveInOrderWithTheirSequence() throws IOException, InterruptedException {
    try (RawPeer peer = server.raw()) {
      RpcConnection connection = subscribe(peer);

      connection.notify("event", TestServer.text("a"));
      connection.notify("other", JsonObject.empty());

      assertThat(peer.read())
          .isEqualTo(
              "{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{\"text\":\"a\",\"sequence\":1}}");
      assertThat(peer.read())
          .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"other\",\"params\":{\"sequence\":2}}");
    }
  }

  @Test
  void tellASlowSubscriberOnceWhatItMissedAndGoOn() throws IOException, InterruptedException {
    try (RawPeer slow = server.raw();
        RpcClient other = server.client()) {
      RpcConnection connection = subscribe(slow);
      JsonObject large = TestServer.text("x".repeat(10_000));

      for (int i = 0; i < FLOOD; i++) { // nobody reads: this would hang if it could block
        connection.notify("event", large);
      }
      assertThat(other.call("echo", large)).isEqualTo(large);

      List<Long> seen = new ArrayList<>();
      JsonObject message = slow.readObject();
      while (message.text("method").equals("event")) {
        seen.add(message.object("params").number("sequence"));
        message = slow.readObject();
      }
      connection.notify("event", JsonObject.empty());

      JsonObject missed = message.object("params");
      assertThat(message.text("method")).isEqualTo("event.missed");
      assertThat(seen).hasSizeBetween(Notifier.QUEUE_SIZE, FLOOD - 1);
      assertThat(seen.getLast()).isEqualTo(seen.size());
      assertThat(missed.number("from")).isEqualTo(seen.size() + 1L);
      assertThat(missed.number("to")).isEqualTo(FLOOD);
      assertThat(missed.number("sequence")).isEqualTo(FLOOD + 1L);
      assertThat(slow.readObject().object("params").number("sequence")).isEqualTo(FLOOD + 2L);
    }
  }

  @Test
  void countOneThatIsTooLongForALineAsMissed() throws IOException, InterruptedException {
    try (RawPeer peer = server.raw()) {
      RpcConnection connection = subscribe(peer);

      connection.notify("event", TestServer.text("x".repeat(LineReader.MAX_LINE)));
      connection.notify("event", JsonObject.empty());

      assertThat(peer.readObject().object("params").toString())
          .isEqualTo("{\"numbers\":\"connection\",\"from\":1,\"to\":1,\"sequence\":1}");
      assertThat(peer.readObject().object("params").number("sequence")).isEqualTo(2);
    }
  }

  @Test
  void sayWhenTheLastOneWasDropped() throws IOException, InterruptedException {
    try (RawPeer slow = server.raw()) {
      RpcConnection connection = subscribe(slow);
      for (int i = 0; i < FLOOD; i++) {
        connection.notify(
            "event",
            JsonObject.builder().put("text", "x".repeat(10_000)).put("at", "time " + i).build());
      }

      JsonObject message = slow.readObject();
      while (message.text("method").equals("event")) {
        message = slow.readObject();
      }

      assertThat(message.object("params").text("at")).isEqualTo("time " + (FLOOD - 1));
    }
  }

  @Test
  void whatIsDeliveredWaitsForASlowPeerAndLosesNothing() throws IOException, InterruptedException {
    try (RawPeer slow = server.raw()) {
      RpcConnection connection = subscribe(slow);
      JsonObject large = TestServer.text("x".repeat(10_000));
      Thread delivering =
          Thread.ofVirtual()
              .start(() -> {
                for (int i = 0; i < FLOOD; i++) {
                  assertThat(connection.deliver("event", large)).isTrue();
                }
              });

      for (int i = 0; i < FLOOD; i++) {
        assertThat(slow.readObject().object("params")).isEqualTo(large);
      }
      assertThat(delivering.join(TestServer.LIMIT)).isTrue();
    }
  }

  @Test
  void whatIsToFollowAnAnswerDoes() throws IOException {
    RpcMethod early =
        (_, from) -> {
          from.afterAnswer(() -> assertThat(from.deliver("event", TestServer.text("a"))).isTrue());
          return TestServer.text("answer");
        };
    try (TestServer own =
            new TestServer(
                Files.createDirectory(folder.resolve("own")), _ -> true, Map.of("early", early));
        RawPeer peer = own.raw()) {
      peer.call(1, "early");

      assertThat(peer.readObject().object("result").text("text")).isEqualTo("answer");
      assertThat(peer.readObject().text("method")).isEqualTo("event");
    }
  }

  @Test
  void deliveringEndsWithTheConnection() throws IOException, InterruptedException {
    RawPeer peer = server.raw();
    RpcConnection connection = subscribe(peer);
    Thread delivering =
        Thread.ofVirtual()
            .start(() -> {
              while (connection.deliver("event", TestServer.text("x".repeat(1_000)))) {
                // until the peer is gone
              }
            });

    peer.close();

    assertThat(delivering.join(TestServer.LIMIT)).isTrue();
  }

  @Test
  void endTheConnectionOfASubscriberThatLeftWithoutReading()
      throws IOException, InterruptedException {
    RawPeer peer = server.raw();
    RpcConnection connection = subscribe(peer);
    CountDownLatch ended = new CountDownLatch(1);
    connection.onClose(ended::countDown);
    for (int i = 0; i < FLOOD; i++) {
      connection.notify("event", TestServer.text("x".repeat(1_000)));
    }

    peer.close();

    assertThat(ended.await(20, SECONDS)).isTrue();
  }

  @Test
  void reachTheListenerOfAClientDuringACallAndAfterIt() throws IOException, InterruptedException {
    List<String> heard = new ArrayList<>();
    RpcClient.Listener listener = (method, params) -> heard.add(method + params);
    try (RpcClient client = RpcClient.connect(server.socket, TestServer.LIMIT, listener)) {
      JsonObject _ = client.call("subscribe", JsonObject.empty());
      RpcConnection connection = Objects.requireNonNull(server.connections.poll(20, SECONDS));
      connection.notify("first", JsonObject.empty());
      while (heard.isEmpty()) {
        JsonObject _ = client.call("echo", JsonObject.empty());
      }
      connection.notify("second", TestServer.text("a"));
      Thread closing = Thread.ofVirtual().start(server::close);

      client.awaitNotifications();

      assertThat(heard)
          .containsExactly("first{\"sequence\":1}", "second{\"text\":\"a\",\"sequence\":2}");
      assertThat(closing.join(TestServer.LIMIT)).isTrue();
    }
  }

  @Test
  void areStillSentWhenTheServerCloses() throws IOException, InterruptedException {
    try (RawPeer peer = server.raw()) {
      RpcConnection connection = subscribe(peer);
      for (int i = 0; i < 100; i++) {
        connection.notify("event", JsonObject.empty());
      }

      server.close();

      for (int i = 1; i <= 100; i++) {
        assertThat(peer.readObject().object("params").number("sequence")).isEqualTo(i);
      }
      assertThat(peer.read()).isNull();
    }
  }

  @Test
  void keepNoServerFromClosingWhenNobodyReadsThem() throws IOException, InterruptedException {
    try (RawPeer peer = server.raw()) {
      RpcConnection connection = subscribe(peer);
      for (int i = 0; i < FLOOD; i++) {
        connection.notify("event", TestServer.text("x".repeat(1_000)));
      }

      server.close();

      assertThat(connection.isOpen()).isFalse();
    }
  }
}
