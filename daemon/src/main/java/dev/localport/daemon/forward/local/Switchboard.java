package dev.localport.daemon.forward.local;

import dev.localport.config.HoldConfig;
import dev.localport.daemon.forward.local.HeldConnections.Held;
import dev.localport.daemon.tunnel.Session;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Connects what arrives at the local ports with one of the sessions there are, and holds it while
 * there is none. Its methods may be called from any thread; the work is done on the forward's event
 * loop.
 */
final class Switchboard {
  /**
   * How long a port that refused its last connection may take to refuse the next, in addition to a
   * round trip.
   */
  private static final Duration CAUTION = Duration.ofMillis(100);

  /** How long an additional session may carry nothing. */
  private static final Duration UNUSED = Duration.ofMinutes(1);

  private final EventLoop loop;
  private final Traffic traffic;
  private final HeldConnections held;
  private final Listener listener;
  private final BooleanSupplier room;
  private final ChannelGroup connections;
  private final Set<Integer> refusing = new HashSet<>(); // the event loop's: ports by their index
  private final SessionSelector lines = new SessionSelector(System::nanoTime);
  private boolean trimming;

  /** What the owner gets to know, on the event loop. */
  interface Listener {
    /** A client connected and there is no session. */
    void onHeld();

    /** The next connection would have to share a session, or to wait for one. */
    void onWanted();

    /** A connection was opened, or has ended. */
    void onActivity();

    /** A connection has its stream to a port of the pod. */
    void onOpened(String pod, int port);

    /** A connection ended in order. */
    void onOver(String pod, int port);

    /** One connection failed; {@code aboutPod}: the server says that the pod no longer exists. */
    void onBroken(String pod, String why, boolean aboutPod);

    /** A port of the pod refused a connection. */
    void onRefused(String pod, int port);

    /** A connection had no stream over its session, and waits for another one. */
    void onUnopened(String pod, String why, boolean aboutPod);
  }

  /**
   * Begins without sessions.
   *
   * @param room says whether the process can take one more socket, and counts it
   */
  Switchboard(
      EventLoop loop, HoldConfig hold, Traffic traffic, Listener listener, BooleanSupplier room) {
    this.room = room;
    this.loop = loop;
    this.traffic = traffic;
    this.held = new HeldConnections(hold, traffic);
    this.listener = listener;
    this.connections = new DefaultChannelGroup(loop);
  }

  /** Holds connections that come from now on as {@code hold} says. Any thread may call it. */
  void configure(HoldConfig hold) {
    loop.execute(() -> held.configure(hold));
  }

  /** Takes an accepted connection; on the event loop. */
  void accept(SocketChannel channel, int port) {
    connections.add(channel);
    listener.onActivity();
    var _ = channel.closeFuture().addListener(done -> listener.onActivity());
    Optional<PodRoute> next = lines.next();
    if (next.isPresent()) {
      connect(channel, port, next.get(), null);
    } else {
      held.add(channel, port);
      listener.onHeld();
    }
    askForSpare();
  }

  /** Looks again whether one more session is wanted: it was not to be had a while ago. */
  void wantAgain() {
    loop.execute(() -> {
      if (lines.size() > 0) {
        askForSpare();
      }
    });
  }

  /** One of its own for the next connection, once the service is in use; sharing needs no room. */
  private void askForSpare() {
    if (!lines.hasSpare() && (lines.size() == 0 || room.getAsBoolean())) {
      listener.onWanted();
    }
  }

  private void connect(SocketChannel channel, int port, PodRoute over, @Nullable HeldBytes waited) {
    Duration caution = refusing.contains(port) ? caution(over.session()) : Duration.ZERO;
    int remote = over.ports().get(port);
    new Relay(channel, traffic, new RelayNews(channel, over, port))
        .start(over.session(), remote, waited, caution);
    listener.onOpened(over.pod(), remote);
  }

  /** Returns how long a port that refuses may take to do so over this session. */
  static Duration caution(Session session) {
    Duration roundTrip = session.heartbeat().roundTrip();
    return roundTrip == null ? CAUTION : CAUTION.plus(roundTrip);
  }

  /** Keeps in mind which ports refuse, and passes on what the owner wants to know. */
  private final class RelayNews implements Relay.Outcome {
    private final PodRoute over;
    private final int port;
    private final SocketChannel channel;

    RelayNews(SocketChannel channel, PodRoute over, int port) {
      this.channel = channel;
      this.over = over;
      this.port = port;
    }

    @Override
    public void onOver() {
      refusing.remove(port);
      lines.touch(over.session());
      listener.onOver(over.pod(), over.ports().get(port));
    }

    @Override
    public void onBroken(String why, boolean answered, boolean aboutPod) {
      if (answered) {
        refusing.remove(port);
      } else {
        refusing.add(port);
      }
      lines.touch(over.session());
      listener.onBroken(over.pod(), why, aboutPod);
    }

    @Override
    public void onCounted(FailureCause cause) {
      if (cause == FailureCause.REFUSED) {
        listener.onRefused(over.pod(), over.ports().get(port));
      }
    }

    @Override
    public void onUnopened(String why, boolean aboutPod, Relay.Unsent unsent) {
      lines.remove(over.session());
      listener.onUnopened(over.pod(), why, aboutPod);
      held.add(channel, port, unsent);
      lines.next().ifPresent(Switchboard.this::connectHeld);
      if (!held.isEmpty()) {
        listener.onHeld();
      }
    }
  }

  /**
   * Uses a session for new connections from now on, those that wait first. One that has ended
   * before it got here is useless: they wait for the next one.
   */
  void serve(PodRoute next) {
    loop.execute(() -> {
      lines.put(next);
      if (next.isUsable()) {
        connectHeld(next);
      }
      trimLater();
    });
  }

  private void connectHeld(PodRoute next) {
    for (Held waiting : held.takeAll()) {
      connect(waiting.channel(), waiting.port(), lines.next().orElse(next), waiting.bytes());
      askForSpare();
    }
  }

  /**
   * Sessions that a burst left behind go again. Only here is it known what they carry, so they are
   * ended from here: their owner is notified that they are over, as of any other session.
   */
  private void trimLater() {
    if (!trimming && lines.size() > 1) {
      trimming = true;
      var _ = loop.schedule(this::trim, UNUSED.toMillis() / 2, TimeUnit.MILLISECONDS);
    }
  }

  private void trim() {
    trimming = false;
    for (Session session : lines.unused(UNUSED)) {
      lines.remove(session);
      session.drain();
    }
    trimLater();
  }

  /** Opens no more connections over the session; open ones stay. */
  void withdraw(Session session) {
    loop.execute(() -> lines.remove(session));
  }

  /**
   * Ends the connections that are served; those that wait continue waiting. Done before their
   * sessions are closed on purpose, it keeps each of them from being reported as a failure.
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
      lines.clear();
      held.dropAll();
      connections.forEach(channel -> Relay.reset((SocketChannel) channel));
    });
  }
}
