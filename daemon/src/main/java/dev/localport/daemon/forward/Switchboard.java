package dev.localport.daemon.forward;

import dev.localport.config.HoldConfig;
import dev.localport.daemon.tunnel.Session;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Connects what arrives at the local ports with the session there is, and holds it while there is
 * none. Its methods may be called from any thread; the work is done on the forward's event loop.
 */
final class Switchboard {
  /**
   * How long a port that refused its last connection may take to refuse the next, besides a round
   * trip.
   */
  private static final Duration CAUTION = Duration.ofMillis(100);

  private final EventLoop loop;
  private final Traffic traffic;
  private final HeldConnections held;
  private final Listener listener;
  private final ChannelGroup connections;
  private final Set<Integer> refusing = new HashSet<>(); // the event loop's: ports by their index
  private @Nullable Line line; // the event loop's

  /**
   * The session in use and the pod's port for each port of the service.
   *
   * @param evenIfDoubted whether a session in doubt serves: another is not to be had
   */
  record Line(Session session, String pod, List<Integer> ports, boolean evenIfDoubted) {
    Line {
      ports = List.copyOf(ports);
    }

    boolean isUsable() {
      return session.takesStreams() && (evenIfDoubted || !session.doubted().isDone());
    }
  }

  /** What the owner is told, on the event loop. */
  interface Listener {
    /** Somebody connected and no session is there. */
    void onHeld();

    /** A connection was opened, or has ended. */
    void onActivity();

    /** A connection has its stream to a port of the pod. */
    void onOpened(String pod, int port);

    /** A connection ended in order. */
    void onOver(String pod, int port);

    /** One connection failed; {@code aboutPod}: the server says that the pod is gone. */
    void onBroken(String pod, String why, boolean aboutPod);
  }

  Switchboard(EventLoop loop, HoldConfig hold, Traffic traffic, Listener listener) {
    this.loop = loop;
    this.traffic = traffic;
    this.held = new HeldConnections(hold, traffic);
    this.listener = listener;
    this.connections = new DefaultChannelGroup(loop);
  }

  /** Takes an accepted connection; on the event loop. */
  void accept(SocketChannel channel, int port) {
    connections.add(channel);
    listener.onActivity();
    var _ = channel.closeFuture().addListener(done -> listener.onActivity());
    Line now = line;
    if (now != null) {
      now.session().doubtIfStalled();
    }
    if (now != null && now.isUsable()) {
      connect(channel, port, now, null);
    } else {
      held.add(channel, port);
      listener.onHeld();
    }
  }

  private void connect(SocketChannel channel, int port, Line over, @Nullable HeldBytes waited) {
    Duration caution = refusing.contains(port) ? caution(over.session()) : Duration.ZERO;
    int remote = over.ports().get(port);
    new Relay(channel, traffic, new Told(over.pod(), port, remote))
        .start(over.session(), remote, waited, caution);
    listener.onOpened(over.pod(), remote);
  }

  private static Duration caution(Session session) {
    Duration roundTrip = session.heartbeat().roundTrip();
    return roundTrip == null ? CAUTION : CAUTION.plus(roundTrip);
  }

  /** Keeps in mind which ports refuse, and passes on what the owner wants to know. */
  private final class Told implements Relay.Outcome {
    private final String pod;
    private final int port;
    private final int remote;

    Told(String pod, int port, int remote) {
      this.pod = pod;
      this.port = port;
      this.remote = remote;
    }

    @Override
    public void onOver() {
      refusing.remove(port);
      listener.onOver(pod, remote);
    }

    @Override
    public void onBroken(String why, boolean answered, boolean aboutPod) {
      if (answered) {
        refusing.remove(port);
      } else {
        refusing.add(port);
      }
      listener.onBroken(pod, why, aboutPod);
    }
  }

  /**
   * Uses a session for new connections from now on, those that wait first. One that has ended on
   * its way here serves nobody: they wait for the next.
   */
  void serve(Line next) {
    loop.execute(() -> {
      line = next;
      if (!next.isUsable()) {
        return;
      }
      for (HeldConnections.Held waiting : held.takeAll()) {
        connect(waiting.channel(), waiting.port(), next, waiting.bytes());
      }
    });
  }

  /** Opens no more connections over the session; open ones stay. */
  void withdraw() {
    loop.execute(() -> line = null);
  }

  /**
   * Ends the connections that are served; those that wait go on waiting. Done before their sessions
   * are closed on purpose, it keeps each of them from being told as a failure.
   */
  void giveUpServed() {
    loop.execute(() -> connections.forEach(Switchboard::giveUp));
  }

  private static void giveUp(Channel channel) {
    Relay relay = channel.pipeline().get(Relay.class);
    if (relay != null) {
      relay.giveUp();
    }
  }

  /** Ends every connection, and lets none wait. */
  void closeConnections() {
    loop.execute(() -> {
      line = null;
      held.dropAll();
      connections.forEach(channel -> Relay.reset((SocketChannel) channel));
    });
  }
}
