package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Caller;
import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.api.ServicesReply;
import dev.localport.api.StartRequest;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcClient;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcLimits;
import dev.localport.rpc.RpcServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As many forwards in the foreground as the daemon takes, and one more. */
class ForegroundLimitTest {
  private static final int CONNECTIONS = 6;
  private static final int LASTING = 2;

  @TempDir private Path folder;
  private final List<RpcClient> clients = new ArrayList<>();
  private ControlFixture fixture;
  private RpcServer server;
  private Path socket;

  @BeforeEach
  void open() throws IOException {
    fixture = new ControlFixture(folder);
    socket = folder.resolve("daemon.sock");
    server =
        RpcServer.open(
            socket,
            fixture.control.methods(),
            _ -> true,
            (method, bug) -> {
              throw new AssertionError(method, bug);
            },
            new RpcLimits(CONNECTIONS, LASTING, Await.LIMIT, 0));
    for (int i = 0; i < LASTING; i++) {
      assertThat(forward().services()).hasSize(1);
    }
  }

  @AfterEach
  void close() throws IOException {
    for (RpcClient client : clients) {
      client.close();
    }
    server.close();
    fixture.close();
  }

  private RpcClient connect() throws IOException {
    RpcClient client = RpcClient.connect(socket, Await.LIMIT, (_, _) -> {});
    clients.add(client);
    return client;
  }

  private ServicesReply forward() throws IOException {
    StartRequest request =
        StartRequest.of(
                new Selection(List.of(), List.of(), false, null),
                new Caller(folder.resolve("kube/config").toString()))
            .adHoc(
                """
                services:
                  - name: web
                    connection: {resource_type: pod, resource_name: web-1, namespace: shop}
                    ports: [":7"]
                """,
                true);
    return ServicesReply.from(connect().call(Methods.START, request.toJson()));
  }

  @Test
  void oneMoreIsRefusedWithTheLimitAndTheWayOut() {
    assertThatThrownBy(this::forward)
        .isInstanceOf(RpcException.class)
        .hasMessage(
            "cannot forward in the foreground: the limit of 2 long-lived connections is"
                + " reached; end one with Ctrl-C, or forward in the background: localport forward"
                + " -d");
  }

  @Test
  void shortCommandsAreStillAnswered() throws IOException, InterruptedException {
    for (int i = 0; i < 2 * CONNECTIONS; i++) {
      assertThat(connect().call(Methods.STATUS, JsonObject.empty()).objects("services")).hasSize(1);
    }

    JsonObject _ = connect().call(Methods.STOP_DAEMON, JsonObject.empty());

    fixture.stopped.await();
  }
}
