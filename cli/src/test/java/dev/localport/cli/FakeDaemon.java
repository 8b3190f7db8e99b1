package dev.localport.cli;

import dev.localport.api.Methods;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.PrivateFolder;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A daemon that answers what it was told to, and remembers what it was asked. It listens in the
 * given folder as a real one does.
 */
public final class FakeDaemon implements AutoCloseable {
  private final Map<String, RpcMethod> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Path file;
  private final RpcServer server;

  /** Starts to listen, and writes {@code daemon.json}. */
  public FakeDaemon(Path home) throws Exception {
    this(home, "daemon.sock");
  }

  /** As the other one, beside another one that has not gone yet. */
  FakeDaemon(Path home, String name) throws Exception {
    PrivateFolder.create(home);
    Path socket = home.resolve(name);
    this.file = home.resolve("daemon.json");
    answers.put(Methods.HELLO, (_, _) -> hello(Methods.PROTOCOL));
    Map<String, RpcMethod> methods = new HashMap<>();
    for (String method :
        List.of(
            Methods.HELLO,
            Methods.STATUS,
            Methods.RELOAD,
            Methods.STOP_DAEMON,
            Methods.START,
            Methods.STOP,
            Methods.RESTART,
            Methods.RECONNECT,
            Methods.TEST,
            Methods.EXPLAIN,
            Methods.CLUSTER_STATUS,
            Methods.CLUSTER_EVENTS,
            Methods.CLUSTER_PODS,
            Methods.CLUSTER_REFRESH,
            Methods.LIST_TARGETS,
            Methods.TARGET_PORTS,
            Methods.LOG_QUERY,
            Methods.LOG_FOLLOW,
            Methods.METRICS_READ)) {
      methods.put(method, (params, from) -> answer(method, params, from));
    }
    this.server = RpcServer.open(socket, new RpcMethods(methods), _ -> true, (_, _) -> {});
    new DaemonFile(Samples.PID, "0.1.0", socket, Samples.NOW).write(file);
  }

  static JsonObject hello(int protocol) {
    return JsonObject.builder()
        .put("protocol", protocol)
        .put("version", "0.1.0")
        .put("pid", Samples.PID)
        .build();
  }

  private JsonObject answer(String method, JsonObject params, RpcConnection from)
      throws InterruptedException {
    if (!method.equals(Methods.HELLO)) {
      asked.add(method + " " + params);
    }
    RpcMethod answer = answers.get(method);
    if (answer == null) {
      throw new RpcException(RpcException.FAILED, "the fake was told no answer to " + method);
    }
    return answer.call(params, from);
  }

  /** Tells what to answer from now on. */
  public FakeDaemon answers(String method, JsonObject answer) {
    return does(method, (_, _) -> answer);
  }

  /** Tells what to do from now on. */
  public FakeDaemon does(String method, RpcMethod answer) {
    answers.put(method, answer);
    return this;
  }

  /** Returns each method and its parameters, but for the hellos. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Ends once the running calls have; for use within a call. */
  public void closeSoon() {
    Thread.ofVirtual().start(server::close);
  }

  /** Ends as one does that was stopped in order: its file goes first. */
  void stopSoon() throws IOException {
    Files.delete(file);
    closeSoon();
  }

  @Override
  public void close() {
    server.close();
  }
}
