package dev.localport.daemon.forward.local;

import dev.localport.config.HoldConfig;
import dev.localport.config.PortMapping;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.testing.Await;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One local port for each pod port, its switchboard, and a server that they are served from. */
final class LocalPortFixture implements AutoCloseable {
  final Transport transport = Transport.open(1);
  final EventLoop loop = transport.next();
  final SpdyServer server = new SpdyServer();
  final Traffic traffic = new Traffic();
  final List<String> refused = new CopyOnWriteArrayList<>();
  final List<String> broken = new CopyOnWriteArrayList<>();
  final List<String> unopened = new CopyOnWriteArrayList<>();
  final AtomicInteger heldTold = new AtomicInteger();
  final AtomicInteger wanted = new AtomicInteger();
  final AtomicBoolean room = new AtomicBoolean(true); // for one more session
  final Switchboard switchboard;
  private final Listeners listeners;
  private final List<Integer> podPorts;
  final List<PortBinding> bound;

  LocalPortFixture(HoldConfig hold, Integer... podPorts) throws IOException, InterruptedException {
    this.podPorts = List.of(podPorts);
    switchboard = new Switchboard(loop, hold, traffic, new Told(), room::get);
    listeners = new Listeners(transport, loop, null, switchboard::accept);
    bound =
        listeners.bind(
            Arrays.stream(podPorts).map(port -> new PortMapping(null, 0, "" + port)).toList(),
            Collections.nCopies(podPorts.length, 0));
  }

  Session serve() {
    Session session = server.dial(transport, loop);
    switchboard.serve(new PodRoute(session, "web-1", podPorts, false));
    return session;
  }

  /** Uses a session for new connections from now on. */
  void serve(Session session) {
    switchboard.serve(new PodRoute(session, "web-1", podPorts, false));
    awaitTurn();
  }

  LocalClient connect() throws IOException {
    return connect(0);
  }

  LocalClient connect(int index) throws IOException {
    return new LocalClient(bound.get(index).local().getFirst().getPort());
  }

  /** Connects and returns once the connection is held. */
  LocalClient connectHeld() throws IOException {
    int before = heldTold.get();
    LocalClient client = connect();
    Await.until("a connection is held", () -> heldTold.get() > before);
    return client;
  }

  /** Returns when the event loop has done what it was asked to do so far. */
  void awaitTurn() {
    loop.submit(() -> {}).syncUninterruptibly();
  }

  List<Integer> counters() {
    List<Integer> counters = new ArrayList<>();
    counters.add(traffic.active.get());
    counters.add(traffic.held.get());
    counters.add(traffic.total.intValue());
    counters.add((int) traffic.failed.sum());
    return counters;
  }

  /** Waits until the counters of active, held, all and failed connections are these. */
  void awaitCounters(Integer... expected) {
    Await.until(
        "counters are " + List.of(expected) + ", they were " + counters(),
        () -> counters().equals(List.of(expected)));
  }

  @Override
  public void close() {
    switchboard.closeConnections();
    server.close();
    try {
      listeners.close();
      transport.close(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Told implements Switchboard.Listener {
    @Override
    public void onHeld() {
      heldTold.incrementAndGet();
    }

    @Override
    public void onWanted() {
      wanted.incrementAndGet();
    }

    @Override
    public void onActivity() {
      // shown only
    }

    @Override
    public void onOpened(String pod, int port) {
      // logged only
    }

    @Override
    public void onOver(String pod, int port) {
      // logged only
    }

    @Override
    public void onBroken(String pod, String why, boolean aboutPod) {
      broken.add(pod + ": " + why);
    }

    @Override
    public void onRefused(String pod, int port) {
      refused.add(pod + ":" + port);
    }

    @Override
    public void onUnopened(String pod, String why, boolean aboutPod) {
      unopened.add(pod + ": " + why);
    }
  }
}
