package dev.localport.cli;

import dev.localport.api.Methods;
import dev.localport.api.ProtocolVersion;
import dev.localport.paths.DaemonFile;
import dev.localport.paths.DaemonLock;
import dev.localport.paths.DaemonPhase;
import dev.localport.paths.PrivateFolder;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import dev.localport.rpc.RpcMethods;
import dev.localport.rpc.RpcServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/**
 * A daemon that answers what it was told to, and remembers what it was asked. It can be found in
 * the given folder as a real one can: see {@link DaemonContract}, which holds for both.
 */
public final class FakeDaemon implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Map<String, RpcMethod> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final Path file;
  private final DaemonLock lock;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final RpcServer server;

  /** Starts to listen, and writes {@code daemon.json}. */
  public FakeDaemon(Path home) throws Exception {
    this(home, 0);
  }

  /** As the other one, after another one: it is another process. */
  public FakeDaemon(Path home, int number) throws Exception {
    PrivateFolder.create(home);
    Path socket = home.resolve(number + ".sock");
    this.file = home.resolve("daemon.json");
    this.lock = DaemonLock.take(home.resolve("daemon.lock"), PATIENCE).orElseThrow();
    answers.put(Methods.HELLO, (_, _) -> hello(ProtocolVersion.current(), number));
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
            Methods.OPERATION_LIST,
            Methods.OPERATION_CANCEL,
            Methods.TEST,
            Methods.EXPLAIN,
            Methods.DOCTOR,
            Methods.CLUSTER_STATUS,
            Methods.CLUSTER_EVENTS,
            Methods.CLUSTER_PODS,
            Methods.CLUSTER_REFRESH,
            Methods.LIST_TARGETS,
            Methods.TARGET_PORTS,
            Methods.TARGET_SERVICES,
            Methods.EVENT_QUERY,
            Methods.SUBSCRIBE,
            Methods.LOG_QUERY,
            Methods.LOG_FOLLOW,
            Methods.LOG_POD,
            Methods.METRICS_READ,
            Methods.VARIABLES,
            Methods.COUNTS,
            Methods.SETTINGS_GET,
            Methods.SETTINGS_SET,
            Methods.SETTINGS_RESET)) {
      methods.put(method, (params, from) -> answer(method, params, from));
    }
    this.server = RpcServer.open(socket, new RpcMethods(methods), _ -> true, (_, _) -> {});
    DaemonFile named = new DaemonFile(Samples.PID + number, "0.1.0", "", socket, Samples.NOW);
    lock.write(named, DaemonPhase.RUNNING);
    named.write(file);
  }

  static JsonObject hello(int protocol) {
    return hello(protocol, 0);
  }

  private static JsonObject hello(int protocol, int number) {
    return JsonObject.builder()
        .put("protocol", protocol)
        .put("version", "0.1.0")
        .put("pid", Samples.PID + number)
        .build();
  }

  /* It is the shell that runs the tests, and another one each time. */
  private static JsonObject withoutEnvironment(JsonObject params) {
    JsonObject.Builder rest = JsonObject.builder();
    params
        .asMap()
        .forEach((key, value) -> {
          if (!key.equals("environment")) {
            rest.put(key, value);
          }
        });
    return rest.build();
  }

  private JsonObject answer(String method, JsonObject params, RpcConnection from)
      throws InterruptedException {
    if (!method.equals(Methods.HELLO)) {
      asked.add(method + " " + withoutEnvironment(params));
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

  /** Returns each method and its parameters, except the hellos. */
  public List<String> asked() {
    return List.copyOf(asked);
  }

  /** Ends once the running calls have, and leaves its file, as a crash does; for use in a call. */
  public void closeSoon() {
    Thread.ofVirtual().start(this::close);
  }

  /** Ends as one does that was stopped: its file goes first. */
  public void stopSoon() {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeSoon();
  }

  @Override
  public void close() {
    server.close();
    letGo();
    ended.countDown();
  }

  /** Lets another one have the folder, as the kernel does for a process that has died. */
  public void letGo() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it has ended. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }
}
