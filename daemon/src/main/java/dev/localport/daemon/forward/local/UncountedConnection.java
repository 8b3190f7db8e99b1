package dev.localport.daemon.forward.local;

import dev.localport.daemon.health.Connection;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.tunnel.Session;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a session that no user of the service made: it is relayed like theirs, and
 * counted apart. It comes through a port of its own, which listens for this one connection only,
 * and takes it from nobody else.
 */
final class UncountedConnection implements Connection {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Session session;
  private final int port;
  private final Socket socket = new Socket(Proxy.NO_PROXY);
  private final CompletableFuture<Void> accepted = new CompletableFuture<>();
  private final CompletableFuture<Optional<Broken>> end = new CompletableFuture<>();
  private volatile @Nullable Relay relay; // written on the event loop

  private UncountedConnection(Session session, int port) {
    this.session = session;
    this.port = port;
  }

  /**
   * Opens one; blocks for a moment.
   *
   * @param session is to take streams, and may end on the way: the connection is broken then
   * @param port the pod's
   */
  static UncountedConnection open(Transport transport, Session session, int port)
      throws IOException, InterruptedException {
    UncountedConnection connection = new UncountedConnection(session, port);
    boolean complete = false;
    try {
      connection.connect(transport);
      complete = true;
      return connection;
    } finally {
      if (!complete) {
        connection.close();
      }
    }
  }

  private void connect(Transport transport) throws IOException, InterruptedException {
    socket.bind(new InetSocketAddress(LOOPBACK, 0));
    InetSocketAddress ours = (InetSocketAddress) socket.getLocalSocketAddress();
    ChannelFuture listening =
        Listeners.bootstrap(transport, session.eventLoop(), channel -> accept(channel, ours))
            .bind(new InetSocketAddress(LOOPBACK, 0));
    Channel listener = listening.channel();
    try {
      if (!listening.await().isSuccess()) {
        throw new IOException("no local port is to be had", listening.cause());
      }
      socket.connect(listener.localAddress());
      accepted.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("whoever connects is accepted", e);
    } finally {
      var _ = listener.close();
    }
  }

  /** On the event loop. */
  private void accept(SocketChannel channel, InetSocketAddress ours) {
    if (!ours.equals(channel.remoteAddress())) {
      Relay.reset(channel);
      return;
    }
    if (session.takesStreams()) {
      Relay begun = new Relay(channel, new Traffic(), new Told());
      relay = begun;
      begun.start(session, port, null, Switchboard.caution(session));
    } else {
      end.complete(Optional.of(new Broken("the session ends", true)));
      Relay.reset(channel);
    }
    accepted.complete(null);
  }

  /** Keeps how it ended. */
  private final class Told implements Relay.Outcome {
    @Override
    public void onOver() {
      end.complete(Optional.empty());
    }

    @Override
    public void onBroken(String why, boolean answered, boolean aboutPod) {
      session
          .eventLoop()
          .execute(
              () -> // a session that ends is over then
              end.complete(Optional.of(broken(why, aboutPod))));
    }
  }

  private Broken broken(String why, boolean aboutPod) {
    FailureCause cause = FailureCause.of(why, aboutPod, session);
    boolean lost = aboutPod || session.closed().isDone();
    if (lost || cause == FailureCause.SERVER_ERROR) {
      return new Broken(ServerWords.plain(why), lost);
    }
    return new Broken("connection %s by the pod, port %d".formatted(cause.word(), port), false);
  }

  @Override
  public Socket socket() {
    return socket;
  }

  @Override
  public Optional<Broken> broken() throws InterruptedException {
    try {
      return end.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return Optional.empty(); // the event loop is busy with something else, or gone
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end never fails", e);
    }
  }

  /** What is still under way is given up: half a close would leave the stream open. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is of no use any more either way
    }
    session.eventLoop().execute(this::giveUp);
  }

  private void giveUp() {
    Relay begun = relay;
    if (begun != null) {
      begun.giveUp();
    }
  }
}
