package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A connection to a server keeps what the caller of other tests promises. */
class RealCallerTest extends RpcConnectionContract {
  @TempDir private Path folder;
  private final CompletableFuture<RpcConnection> caller = new CompletableFuture<>();
  private final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  private RpcServer server;
  private ApiPeer peer;

  @BeforeEach
  void call() throws IOException {
    Path socket = folder.resolve("daemon.sock");
    RpcMethods methods = new RpcMethods(Map.of("follow", (_, from) -> take(from)));
    server = RpcServer.open(socket, methods, _ -> true, (_, bug) -> bugs.add(bug));
    peer = new ApiPeer(socket, UnaryOperator.identity());
    peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"follow\"}");
  }

  private JsonObject take(RpcConnection from) {
    caller.complete(from);
    return JsonObject.empty();
  }

  @AfterEach
  void close() throws IOException {
    peer.close();
    server.close();
    assertThat(bugs).isEmpty();
  }

  @Override
  RpcConnection caller() {
    return Await.get(caller);
  }
}
