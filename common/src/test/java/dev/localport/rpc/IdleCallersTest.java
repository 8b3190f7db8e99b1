package dev.localport.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers that connect and do nothing take no room from those that want something. */
@Timeout(60)
class IdleCallersTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final String MADE_ROOM =
      "closed to make room: this connection was idle and 3 were open";

  @TempDir private Path folder;
  private final List<RawPeer> peers = new ArrayList<>();

  @AfterEach
  void leave() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
  }

  private RawPeer connect(TestServer server) throws IOException {
    RawPeer peer = server.raw();
    peers.add(peer);
    return peer;
  }

  /** Connects, calls one method and reads its answer. */
  private RawPeer having(TestServer server, String method) throws IOException {
    RawPeer peer = connect(server);
    peer.call(1, method);
    assertThat(peer.readObject().has("result")).isTrue();
    return peer;
  }

  private static String refusal(RawPeer peer) throws IOException {
    String message = peer.readObject().object("error").text("message");
    assertThat(peer.read()).isNull();
    return message;
  }

  private static void answers(RawPeer peer) throws IOException {
    peer.call(7, "echo");
    assertThat(peer.readObject().number("id")).isEqualTo(7);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void threeHundredOfThemLockNobodyOut(boolean silent) throws IOException {
    try (TestServer server = new TestServer(folder)) {
      for (int i = 0; i < 300; i++) {
        if (silent) {
          connect(server);
        } else {
          having(server, "echo");
        }
      }

      for (int i = 0; i < 20; i++) {
        try (RpcClient client = server.client()) {
          assertThat(client.call("echo", JsonObject.empty())).isEqualTo(JsonObject.empty());
        }
      }
      assertThat(server.bugs).isEmpty();
    }
  }

  @Test
  void theLongestIdleOneIsToldWhyItIsClosed() throws IOException {
    try (TestServer server = new TestServer(folder, new RpcLimits(3, 3, LONG, 0))) {
      RawPeer first = having(server, "echo");
      RawPeer second = having(server, "echo");
      RawPeer third = having(server, "echo");
      answers(first); // so the second one is the longest idle

      RawPeer fourth = having(server, "echo");

      assertThat(refusal(second)).isEqualTo(MADE_ROOM);
      answers(first);
      answers(third);
      answers(fourth);
    }
  }

  @Test
  void whoOwnsAServiceOrWaitsForAnAnswerIsNotIdle() throws IOException, InterruptedException {
    try (TestServer server = new TestServer(folder, new RpcLimits(3, 3, LONG, 0))) {
      RawPeer owner = having(server, "own");
      RawPeer waiting = connect(server);
      waiting.call(1, "wait");
      assertThat(server.connections.poll(20, SECONDS)).isNotNull();
      RawPeer listening = having(server, "listen");

      for (int i = 0; i < 10; i++) {
        RawPeer leaking = having(server, "echo");
        if (i == 0) { // the listener had to make room for the first one, and those for each other
          assertThat(refusal(listening)).isEqualTo(MADE_ROOM);
        }
        answers(leaking);
      }

      answers(owner);
      server.released.countDown();
      assertThat(waiting.readObject().number("id")).isEqualTo(1);
    }
  }

  @Test
  void aListenerStaysWhileOthersAreIdle() throws IOException {
    try (TestServer server = new TestServer(folder, new RpcLimits(2, 2, LONG, 0))) {
      RawPeer listening = having(server, "listen");

      for (int i = 0; i < 10; i++) {
        having(server, "echo");
      }

      answers(listening);
    }
  }

  @Test
  void oneMoreIsRefusedWhereAllAreInUse() throws IOException {
    try (TestServer server = new TestServer(folder, new RpcLimits(2, 2, LONG, 0))) {
      RawPeer first = having(server, "own");
      having(server, "own");

      assertThat(refusal(connect(server))).isEqualTo("2 connections are open and busy; close one");

      first.close();
      answers(answered(server)); // once the server has seen that the first one left
    }
  }

  @Test
  void whoWantsToStayLeavesRoomForShortCommands() throws IOException {
    try (TestServer server = new TestServer(folder, new RpcLimits(3, 2, LONG, 0))) {
      RawPeer first = having(server, "own");
      RawPeer second = having(server, "own");
      second.call(1, "own"); // the same once more
      assertThat(second.readObject().has("result")).isTrue();

      RawPeer third = connect(server);
      third.call(1, "own");
      assertThat(third.readObject().object("error").text("message"))
          .isEqualTo("the limit of 2 long-lived connections is reached");
      for (int i = 0; i < 10; i++) {
        having(server, "echo");
      }

      first.close();
      RawPeer next = connect(server);
      next.call(1, "own");
      while (!next.readObject().has("result")) { // until the server has seen that one left
        next.call(1, "own");
      }
      answers(second);
      answers(next);
    }
  }

  @Test
  void oneThatNeverSaysAWordIsClosed() throws IOException {
    try (TestServer server =
        new TestServer(folder, new RpcLimits(10, 10, Duration.ofMillis(100), 0))) {
      assertThat(refusal(connect(server))).isEqualTo("closed: no request within 0 s");
    }
  }

  @Test
  void oneThatSaidAWordMayBeSilentFromThenOn() throws IOException {
    try (TestServer server =
        new TestServer(folder, new RpcLimits(10, 10, Duration.ofMillis(500), 0))) {
      RawPeer spoke = answered(server);

      assertThat(refusal(connect(server))).startsWith("closed: no request within");

      answers(spoke);
    }
  }

  @Test
  void oneThatDoesNotReadIsClosedAllTheSame() throws IOException {
    try (TestServer server = new TestServer(folder, new RpcLimits(1, 1, LONG, 0))) {
      RawPeer deaf = having(server, "echo");
      deaf.channel.configureBlocking(false);
      fill(deaf);

      answers(answered(server)); // its calls are in use until nothing more of them is taken
    }
  }

  private static void fill(RawPeer deaf) throws IOException {
    byte[] lines = "nonsense\n".repeat(1_000).getBytes(StandardCharsets.UTF_8);
    while (deaf.channel.write(ByteBuffer.wrap(lines)) > 0) {
      // until neither side takes any more
    }
  }

  /** Connects until a call is answered. */
  private RawPeer answered(TestServer server) throws IOException {
    RawPeer peer = connect(server);
    while (refused(peer)) {
      peer = connect(server);
    }
    return peer;
  }

  private static boolean refused(RawPeer peer) throws IOException {
    try {
      peer.call(1, "echo");
    } catch (IOException _) {
      return true; // closed already
    }
    return peer.readObject().has("error");
  }

  @Test
  void limitsFollowTheDescriptorsOfTheProcess() {
    assertThat(RpcLimits.of(256)).isEqualTo(new RpcLimits(32, 28, Duration.ofSeconds(10), 16));
    assertThat(RpcLimits.of(64).connections()).isEqualTo(16);
    assertThat(RpcLimits.of(64).lasting()).isEqualTo(12);
    assertThat(RpcLimits.of(1_048_576).connections()).isEqualTo(200);
    assertThat(RpcLimits.of(1_048_576).lasting()).isEqualTo(180);
    assertThatThrownBy(() -> new RpcLimits(0, 0, LONG, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new RpcLimits(2, 3, LONG, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
