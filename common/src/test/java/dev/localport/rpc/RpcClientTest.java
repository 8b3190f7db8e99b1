package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a server that says what the test wants. */
@Timeout(30)
class RpcClientTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @TempDir private Path folder;
  private final List<String> heard = new ArrayList<>();
  private Path socket;
  private ServerSocketChannel listening;
  private RpcClient client;
  private RawPeer peer;

  @BeforeEach
  void connect() throws IOException {
    socket = folder.resolve("daemon.sock");
    listening = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    listening.bind(UnixDomainSocketAddress.of(socket), 1);
    client = RpcClient.connect(socket, TestServer.LIMIT, (method, _) -> heard.add(method));
    peer = new RawPeer(listening.accept());
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    peer.close();
    listening.close();
  }

  private JsonObject call() throws IOException {
    return client.call("service.list", JsonObject.empty());
  }

  @Test
  void sendsOneLineACallAndReturnsItsResult() throws IOException {
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"text\":\"a\"}}");

    assertThat(call().text("text")).isEqualTo("a");
    assertThat(peer.read())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"service.list\",\"params\":{}}");
  }

  @Test
  void passesOverNotificationsAndAnswersToOthers() throws IOException {
    peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"event\",\"params\":{}}");
    peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"bare\"}");
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":0,\"error\":{}}");
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{}}");
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"mine\":true}}");

    assertThat(call().flag("mine", false)).isTrue();
    assertThat(heard).containsExactly("event", "bare");
  }

  @Test
  void throwsTheErrorOfTheOtherSide() throws IOException {
    peer.send(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":"
            + "{\"code\":-32000,\"message\":\"no\",\"data\":{\"exit_code\":3}}}");

    assertThatThrownBy(this::call)
        .hasMessage("no")
        .isInstanceOfSatisfying(
            RpcException.class,
            e -> {
              assertThat(e.code()).isEqualTo(RpcException.FAILED);
              assertThat(e.data().number("exit_code")).isEqualTo(3);
            });
  }

  @Test
  void saysSoWhenAnErrorSaysNothing() throws IOException {
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{}}");

    assertThatThrownBy(this::call).hasMessage("the other side failed without a reason");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "[]",
        "{\"id\":1}",
        "{\"id\":1,\"result\":7}",
        "{\"id\":1,\"error\":\"no\"}",
        "{\"id\":1,\"error\":{\"code\":\"no\"}}",
        "{\"id\":1,\"error\":{\"message\":7}}",
        "{\"id\":1e999,\"result\":{}}",
        "{\"method\":\"event\",\"params\":7}"
      })
  void saysThatAnAnswerIsNone(String line) throws IOException {
    peer.send(line);

    assertThatThrownBy(this::call)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(
            "no answer to service.list: the other side does not speak JSON-RPC");
  }

  @Test
  void cutsAnAnswerThatIsNone() throws IOException {
    peer.send("{\"id\":1,\"result\":\"" + "x".repeat(100_000) + "\"}");

    assertThatThrownBy(this::call)
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400).endsWith("…"));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void throwsNothingElseWhateverIsAnswered(long seed) {
    Thread sending = Thread.ofVirtual().start(() -> sendHostile(seed));

    assertThatThrownBy(
            () -> {
              while (true) {
                JsonObject _ = call();
              }
            })
        .as("seed %s", seed)
        .isInstanceOfAny(IOException.class, RpcException.class)
        .hasMessageNotContaining("jackson");
    sending.interrupt();
  }

  private void sendHostile(long seed) {
    HostileJson lines = new HostileJson(new Random(seed));
    try {
      for (int i = 0; i < 30; i++) {
        peer.send(random(lines, seed));
      }
      peer.close();
    } catch (IOException _) {
      // the client has heard enough
    }
  }

  private static String random(HostileJson lines, long seed) {
    return switch ((int) (seed % 3)) {
      case 0 -> lines.object();
      case 1 -> "{\"id\":null,\"error\":" + lines.object() + "}";
      default -> "{\"method\":\"event\",\"params\":" + lines.object() + "}";
    };
  }

  @Test
  void saysThatTheConnectionWasLost() throws IOException {
    peer.send("{\"jsonrpc\":\"2.0\",\"res".getBytes(StandardCharsets.UTF_8)); // cut short
    peer.close();

    assertThatThrownBy(this::call)
        .isInstanceOf(IOException.class)
        .hasMessage("no answer to service.list: the other side closed the connection")
        .cause()
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }

  @Test
  void readsTheReasonOfAPeerThatAlreadyHungUp() throws IOException {
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32000,\"message\":\"full\"}}");
    peer.close();

    assertThatThrownBy(this::call).isInstanceOf(RpcException.class).hasMessage("full");
  }

  @Test
  void saysThatItWasClosedHere() throws IOException {
    client.close();

    assertThatThrownBy(this::call)
        .isInstanceOf(IOException.class)
        .hasMessage("no answer to service.list: the connection was closed here");
  }

  @Test
  void waitsForAnAnswerNoLongerThanAsked() {
    assertThatThrownBy(() -> client.call("service.list", JsonObject.empty(), SHORT))
        .isInstanceOf(IOException.class)
        .hasMessage("no answer to service.list within 50 ms");
  }

  @Test
  void keepsAnAnswerAndAnErrorThatComeInTime() throws IOException {
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"text\":\"a\"}}");
    peer.send("nonsense");

    assertThat(client.call("m", JsonObject.empty(), TestServer.LIMIT).text("text")).isEqualTo("a");
    assertThatThrownBy(() -> client.call("m", JsonObject.empty(), TestServer.LIMIT))
        .hasMessageStartingWith("no answer to m: the other side does not speak JSON-RPC");
  }

  @Test
  void sendsNoRequestThatIsTooLong() {
    JsonObject huge = TestServer.text("x".repeat(LineReader.MAX_LINE));

    assertThatThrownBy(() -> client.call("m", huge))
        .isInstanceOf(RpcException.class)
        .hasMessage("the message is longer than 1048576 bytes");
  }

  @Test
  void handsOverNotificationsUntilTheOtherSideCloses() throws IOException {
    peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"a\"}");
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{}}");
    peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"b\"}");
    peer.close();

    client.awaitNotifications();

    assertThat(heard).containsExactly("a", "b");
  }

  @Test
  void stopsWaitingForNotificationsWhenItIsClosedHere() throws IOException, InterruptedException {
    Thread closing = Thread.ofVirtual().unstarted(this::closeClient);

    closing.start();
    client.awaitNotifications();

    assertThat(closing.join(TestServer.LIMIT)).isTrue();
  }

  private void closeClient() {
    try {
      client.close();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void saysThatNotificationsBroke() throws IOException {
    peer.send("nonsense");

    assertThatThrownBy(client::awaitNotifications)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("the other side does not speak JSON-RPC: ");
  }

  @Test
  void saysWhereNobodyListens() {
    Path nowhere = folder.resolve("no.sock");

    assertThatThrownBy(() -> RpcClient.connect(nowhere, TestServer.LIMIT, (_, _) -> {}))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot connect to " + nowhere + ": No such file or directory");
  }

  @Test
  void connectsNoLongerThanAskedToAServerThatHangs() throws IOException {
    List<RpcClient> queued = new ArrayList<>();
    try {
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 10; i++) { // past the backlog a connect waits for an accept
                  queued.add(RpcClient.connect(socket, SHORT, (_, _) -> {}));
                }
              })
          .isInstanceOf(IOException.class)
          .hasMessage("cannot connect to " + socket + ": no answer within 50 ms");
    } finally {
      for (RpcClient waiting : queued) {
        waiting.close();
      }
    }
  }
}
