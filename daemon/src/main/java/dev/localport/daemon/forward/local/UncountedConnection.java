package dev.localport.daemon.forward.local;

import dev.localport.daemon.health.Connection;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.StreamListener;
import dev.localport.daemon.tunnel.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a session that no user of the service made, and that nothing counts. The stream
 * is the event loop's alone.
 */
final class UncountedConnection implements Connection, StreamListener {
  private static final Duration MOMENT = Duration.ofSeconds(1);

  private final Session session;
  private final int port;
  private final CompletableFuture<Optional<Broken>> end = new CompletableFuture<>();
  private final StreamSocket socket;

  // of the event loop
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private @Nullable TunnelStream stream;
  private boolean endAsked;
  private boolean sending;
  private boolean over;

  private UncountedConnection(Session session, int port) {
    this.session = session;
    this.port = port;
    this.socket = new StreamSocket(port, new Turns());
  }

  /** What the socket wants, each in a turn of the event loop. */
  private final class Turns implements StreamSocket.Stream {
    @Override
    public void send(byte[] data) {
      session.eventLoop().execute(() -> pass(data));
    }

    @Override
    public void end() {
      session.eventLoop().execute(UncountedConnection.this::endOutput);
    }

    @Override
    public void resume() {
      session.eventLoop().execute(UncountedConnection.this::goOn);
    }

    @Override
    public void giveUp() {
      session.eventLoop().execute(UncountedConnection.this::drop);
    }
  }

  /**
   * Opens one; does not block, from any thread.
   *
   * @param session is to take streams, and may end meanwhile: the connection is broken then
   * @param port the pod's
   */
  static UncountedConnection open(Session session, int port) {
    UncountedConnection connection = new UncountedConnection(session, port);
    session.eventLoop().execute(connection::begin);
    return connection;
  }

  /**
   * Data for a connection that the server refuses may hold up its whole session, so the server has
   * the time to refuse before anything is sent.
   */
  private void begin() {
    if (!session.takesStreams()) {
      socket.onReset();
      finish(Optional.of(new Broken("the session ends", true)));
    } else if (!over) {
      stream = session.open(port, this);
      long pause = Switchboard.caution(session).toMillis();
      var _ = session.eventLoop().schedule(this::send, pause, TimeUnit.MILLISECONDS);
    }
  }

  /** What waited is sent, and what comes from now on at once. */
  private void send() {
    if (over || sending || stream == null) {
      return;
    }
    sending = true;
    waiting.forEach(this::pass);
    waiting.clear();
    if (endAsked) {
      stream.end();
    }
  }

  /** A check sends a request, which the configuration bounds; so nothing else bounds it here. */
  private void pass(byte[] data) {
    if (!sending) {
      waiting.add(data);
    } else if (stream != null && !over) {
      stream.write(Unpooled.wrappedBuffer(data));
    }
  }

  private void endOutput() {
    endAsked = true;
    if (sending && stream != null && !over) {
      stream.end();
    }
  }

  @Override
  public void onData(ByteBuf data) {
    byte[] bytes = ByteBufUtil.getBytes(data);
    data.release();
    if (socket.onData(bytes) && stream != null) {
      stream.stall(true);
    }
    send(); // a port that answers does not refuse
  }

  private void goOn() {
    if (stream != null && !over) {
      stream.stall(false);
    }
  }

  @Override
  public void onEnd() {
    socket.onEnd();
  }

  @Override
  public void onWritable(boolean writable) {
    // a request is small
  }

  @Override
  public void onDone() {
    socket.onEnd();
    finish(Optional.empty());
  }

  @Override
  public void onBroken(String why, boolean aboutPod) {
    over = true;
    socket.onReset();
    session
        .eventLoop()
        .execute(
            () -> // a session that ends is over then
            end.complete(Optional.of(broken(why, aboutPod))));
  }

  @Override
  public void onUnopened(String why, boolean aboutPod, List<ByteBuf> written) {
    written.forEach(ByteBuf::release);
    over = true;
    socket.onReset();
    end.complete(Optional.of(new Broken(ServerWords.plain(why), true)));
  }

  private Broken broken(String why, boolean aboutPod) {
    FailureCause cause = FailureCause.of(why, aboutPod, session);
    boolean lost = aboutPod || session.closed().isDone();
    if (lost || cause == FailureCause.SERVER_ERROR) {
      return new Broken(ServerWords.plain(why), lost);
    }
    return new Broken("connection %s by the pod, port %d".formatted(cause.word(), port), false);
  }

  private void finish(Optional<Broken> how) {
    over = true;
    end.complete(how);
  }

  /** What is still running is given up: half a close would leave the stream open. */
  private void drop() {
    if (!over) {
      socket.onEnd();
      finish(Optional.empty());
      if (stream != null) {
        stream.reset();
      }
    }
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
      return Optional.empty(); // the event loop is busy with something else, or has ended
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end never fails", e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
