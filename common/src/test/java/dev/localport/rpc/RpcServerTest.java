package dev.localport.rpc;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class RpcServerTest {
  @TempDir private Path folder;

  @Test
  void answersTenClientsAtOnceEachWithItsOwn()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    try (TestServer server = new TestServer(folder);
        ExecutorService clients = Executors.newFixedThreadPool(10)) {
      List<Future<?>> all = new ArrayList<>();
      for (int client = 0; client < 10; client++) {
        String name = "client " + client;
        all.add(clients.submit(() -> callOften(server, name)));
      }

      for (Future<?> one : all) {
        assertThat(one.get(20, SECONDS)).isEqualTo("done");
      }
    }
  }

  private static String callOften(TestServer server, String name) throws IOException {
    try (RpcClient client = server.client()) {
      for (int call = 0; call < 100; call++) {
        JsonObject said = TestServer.text(name + ", call " + call);
        assertThat(client.call("echo", said)).isEqualTo(said);
      }
    }
    return "done";
  }

  @Test
  void listensElsewhereWhenItsSocketIsGoneWithoutLosingWhoIsConnected() throws IOException {
    Path elsewhere = folder.resolve("again.sock");
    try (TestServer server = new TestServer(folder);
        RpcClient before = server.client()) {
      Files.delete(server.socket);

      server.server.move(elsewhere);

      assertThat(before.call("echo", TestServer.text("still"))).isEqualTo(TestServer.text("still"));
      try (RpcClient after = RpcClient.connect(elsewhere, TestServer.LIMIT, (_, _) -> {})) {
        assertThat(after.call("echo", TestServer.text("new"))).isEqualTo(TestServer.text("new"));
      }
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(elsewhere)))
          .isEqualTo("rw-------");
    }
    assertThat(elsewhere).doesNotExist();
  }

  @Test
  void staysWhereItIsWhenItCannotMove() throws IOException {
    try (TestServer server = new TestServer(folder);
        RpcClient client = server.client()) {
      assertThatThrownBy(() -> server.server.move(server.socket)).isInstanceOf(IOException.class);

      assertThat(client.call("echo", TestServer.text("x"))).isEqualTo(TestServer.text("x"));
      try (RpcClient after = server.client()) {
        assertThat(after.call("echo", TestServer.text("y"))).isEqualTo(TestServer.text("y"));
      }
    }
  }

  @Test
  void answersTheCallsOfOneConnectionSideBySide() throws IOException {
    try (TestServer server = new TestServer(folder);
        RawPeer peer = server.raw()) {
      peer.call(1, "wait");
      peer.call(2, "echo");

      assertThat(peer.readObject().number("id")).isEqualTo(2);
      server.released.countDown();
      assertThat(peer.readObject().number("id")).isEqualTo(1);
    }
  }

  @Test
  void leavesTheCallAfterTheSixtyFourthWaiting() throws IOException, InterruptedException {
    try (TestServer server = new TestServer(folder);
        RawPeer peer = server.raw();
        RpcClient other = server.client()) {
      for (int id = 1; id <= ServerConnection.MAX_CALLS + 1; id++) {
        peer.call(id, "wait");
      }

      for (int id = 1; id <= ServerConnection.MAX_CALLS; id++) {
        assertThat(server.connections.poll(20, SECONDS)).isNotNull();
      }
      JsonObject _ = other.call("echo", JsonObject.empty());
      assertThat(server.connections).isEmpty();
      server.released.countDown();
      assertThat(server.connections.poll(20, SECONDS)).isNotNull();
    }
  }

  @Test
  void answersWhoHasSaidItsLastWordAndThenEnds() throws IOException {
    try (TestServer server = new TestServer(folder);
        RawPeer peer = server.raw()) {
      peer.call(1, "echo");
      peer.call(2, "echo");
      peer.channel.shutdownOutput();

      List<Long> answered = new ArrayList<>();
      answered.add(peer.readObject().number("id"));
      answered.add(peer.readObject().number("id"));
      assertThat(answered).containsExactlyInAnyOrder(1L, 2L);
      assertThat(peer.read()).isNull();
    }
  }

  @Test
  void interruptsTheCallsOfACallerThatLeaves() throws IOException, InterruptedException {
    try (TestServer server = new TestServer(folder)) {
      try (RawPeer peer = server.raw()) {
        peer.call(1, "wait");
        assertThat(server.connections.poll(20, SECONDS)).isNotNull();
      }

      assertThat(server.ends.poll(20, SECONDS)).isEqualTo("interrupted");
    }
  }

  @Test
  void refusesAPeerThatMayNotConnect() throws IOException {
    String user = Files.getOwner(folder).getName();
    try (TestServer server = new TestServer(folder, _ -> false, Map.of());
        RpcClient client = server.client()) {
      assertThatThrownBy(() -> client.call("echo", JsonObject.empty()))
          .hasMessage(user + " cannot use this socket: only its owner can")
          .isInstanceOfSatisfying(
              RpcException.class, e -> assertThat(e.data().number("exit_code")).isEqualTo(5));
    }
  }

  @Test
  void admitsTheOwnerOfTheFolderAndNobodyElse() throws IOException {
    PeerCheck check = PeerCheck.ownerOf(folder);

    try (TestServer server = new TestServer(folder, check, Map.of());
        RpcClient client = server.client()) {
      assertThat(client.call("echo", JsonObject.empty())).isEqualTo(JsonObject.empty());
    }
    UserPrincipal other =
        folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody");
    assertThat(check.admits(other)).isFalse();
  }

  @Test
  void servesOthersAfterACheckThatFails() throws IOException {
    List<UserPrincipal> asked = new ArrayList<>();
    PeerCheck failsOnce =
        user -> {
          asked.add(user);
          if (asked.size() == 1) {
            throw new IllegalStateException("a bug");
          }
          return true;
        };
    try (TestServer server = new TestServer(folder, failsOnce, Map.of());
        RawPeer first = server.raw()) {
      assertThat(first.read()).isNull();

      try (RpcClient second = server.client()) {
        assertThat(second.call("echo", JsonObject.empty())).isEqualTo(JsonObject.empty());
      }
      assertThat(server.bugs).hasExactlyElementsOfTypes(IllegalStateException.class);
    }
  }

  @Test
  void runsEveryTaskOnceWhenAConnectionEndsAlsoAfterOneThatFails()
      throws IOException, InterruptedException {
    List<String> ran = new CopyOnWriteArrayList<>();
    try (TestServer server = new TestServer(folder)) {
      RawPeer peer = server.raw();
      peer.call(1, "subscribe");
      RpcConnection connection = Objects.requireNonNull(server.connections.poll(20, SECONDS));
      assertThat(connection.isOpen()).isTrue();
      connection.onClose(() -> ran.add("interrupted " + Thread.currentThread().isInterrupted()));
      connection.onClose(() -> {
        throw new IllegalStateException("a bug");
      });
      CountDownLatch earlierOnesRan = new CountDownLatch(1);
      connection.onClose(earlierOnesRan::countDown);

      peer.close();
      assertThat(earlierOnesRan.await(20, SECONDS)).isTrue();
      connection.onClose(() -> ran.add("late"));
      connection.notify("into the void", JsonObject.empty());

      assertThat(connection.isOpen()).isFalse();
      assertThat(ran).containsExactly("interrupted false", "late");
      assertThat(server.bugs).hasExactlyElementsOfTypes(IllegalStateException.class);
    }
  }

  @Test
  void keepsTheSocketToItsOwner() throws IOException {
    try (TestServer server = new TestServer(folder)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(server.socket)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void doesNotTakeASocketThatIsThereAlready() throws IOException {
    try (TestServer server = new TestServer(folder)) {
      assertThatThrownBy(() -> new TestServer(folder).close())
          .isInstanceOf(IOException.class)
          .hasMessage("cannot listen on " + server.socket + ": Address already in use");
      try (RpcClient client = server.client()) {
        assertThat(client.call("echo", JsonObject.empty())).isEqualTo(JsonObject.empty());
      }
    }
  }
}
