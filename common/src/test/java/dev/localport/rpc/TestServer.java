package dev.localport.rpc;

import static java.util.Map.entry;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;

/** A server with methods that behave well and badly, and what became of their calls. */
final class TestServer implements AutoCloseable {
  static final Duration LIMIT = Duration.ofSeconds(20);

  final Path socket;
  final RpcServer server;
  final List<Throwable> bugs = new CopyOnWriteArrayList<>();
  final BlockingQueue<RpcConnection> connections = new LinkedBlockingQueue<>();
  final CountDownLatch released = new CountDownLatch(1);
  final BlockingQueue<String> ends = new LinkedBlockingQueue<>();

  TestServer(Path folder) throws IOException {
    this(folder, _ -> true, Map.of());
  }

  TestServer(Path folder, RpcLimits limits) throws IOException {
    this(folder, _ -> true, Map.of(), limits);
  }

  TestServer(Path folder, PeerCheck peer, Map<String, RpcMethod> more) throws IOException {
    this(folder, peer, more, RpcLimits.of(Long.MAX_VALUE));
  }

  private TestServer(Path folder, PeerCheck peer, Map<String, RpcMethod> more, RpcLimits limits)
      throws IOException {
    socket = folder.resolve("daemon.sock");
    Map<String, RpcMethod> methods = new HashMap<>(usual());
    methods.putAll(more);
    server =
        RpcServer.open(socket, new RpcMethods(methods), peer, (_, bug) -> bugs.add(bug), limits);
  }

  private Map<String, RpcMethod> usual() {
    return Map.ofEntries(
        entry("echo", (params, _) -> params),
        entry("refuse", (_, _) -> refuse()),
        entry("bug", (_, _) -> bug()),
        entry("overflow", (_, _) -> overflow(0)),
        entry("huge", (_, _) -> text("x".repeat(LineReader.MAX_LINE))),
        entry("interrupted", (_, _) -> interrupted()),
        entry("flagged", (_, _) -> flagged()),
        entry("wait", (_, from) -> waitForRelease(from)),
        entry("subscribe", (_, from) -> subscribe(from)),
        entry("listen", (_, from) -> listen(from)),
        entry("own", (_, from) -> own(from)));
  }

  static JsonObject text(String text) {
    return JsonObject.builder().put("text", text).build();
  }

  private static JsonObject refuse() {
    JsonObject data = JsonObject.builder().put("exit_code", 3).build();
    throw new RpcException(RpcException.FAILED, "no service \"x\"", data);
  }

  private static JsonObject bug() {
    throw new IllegalStateException("a bug");
  }

  private static JsonObject overflow(int depth) {
    if (depth < 0) {
      return JsonObject.empty();
    }
    return overflow(depth >= 1_000_000 ? 1 : depth + 1);
  }

  private static JsonObject interrupted() throws InterruptedException {
    throw new InterruptedException("of its own");
  }

  private static JsonObject flagged() {
    Thread.currentThread().interrupt();
    return JsonObject.empty();
  }

  private JsonObject waitForRelease(RpcConnection from) throws InterruptedException {
    connections.add(from);
    try {
      released.await();
      ends.add("released");
      return JsonObject.empty();
    } catch (InterruptedException e) {
      ends.add("interrupted");
      throw e;
    }
  }

  private static JsonObject listen(RpcConnection from) {
    from.onClose(() -> {});
    return JsonObject.empty();
  }

  private static JsonObject own(RpcConnection from) {
    from.keepOpen();
    return JsonObject.empty();
  }

  private JsonObject subscribe(RpcConnection from) {
    connections.add(from);
    return JsonObject.empty();
  }

  RpcClient client() throws IOException {
    return RpcClient.connect(socket, LIMIT, (_, _) -> {});
  }

  RawPeer raw() throws IOException {
    return new RawPeer(SocketChannel.open(UnixDomainSocketAddress.of(socket)));
  }

  @Override
  public void close() {
    released.countDown();
    server.close();
  }
}
