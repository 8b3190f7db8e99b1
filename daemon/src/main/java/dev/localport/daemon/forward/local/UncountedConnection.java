package dev.localport.daemon.forward.local;

import dev.localport.daemon.health.Connection;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.StreamListener;
import dev.localport.daemon.tunnel.TunnelStream;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A connection over a session that no user of the service made, and that nothing counts. It is a
 * {@link Socket} so that a check can read, write and speak TLS as it does elsewhere, but it has no
 * descriptor and no port: it reads and writes the stream itself.
 *
 * <p>One thread reads and writes, another one may close. The stream is the event loop's alone.
 */
final class UncountedConnection extends Socket implements Connection, StreamListener {
  /** Bytes that the check has not read yet before the session's reading is held back. */
  private static final int MAX_UNREAD_BYTES = 1024 * 1024;

  private static final Duration MOMENT = Duration.ofSeconds(1);
  private static final byte[] END = {};
  private static final byte[] RESET = {};

  private final Session session;
  private final int port;
  private final CompletableFuture<Optional<Broken>> end = new CompletableFuture<>();
  private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>(); // the last is a mark
  private final AtomicInteger unread = new AtomicInteger();
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile int timeoutMillis;
  private volatile boolean closed;

  // of the event loop
  private final Queue<byte[]> waiting = new ArrayDeque<>();
  private @Nullable TunnelStream stream;
  private boolean endAsked;
  private boolean sending;
  private boolean over;

  private UncountedConnection(Session session, int port) {
    this.session = session;
    this.port = port;
  }

  /**
   * Opens one; does not block, from any thread.
   *
   * @param session is to take streams, and may end on the way: the connection is broken then
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
      finish(RESET, Optional.of(new Broken("the session ends", true)));
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
    arrived.add(bytes);
    if (unread.addAndGet(bytes.length) > MAX_UNREAD_BYTES && stream != null) {
      stream.stall(true);
    }
    send(); // a port that answers does not refuse
  }

  private void resume() {
    if (stream != null && !over) {
      stream.stall(false);
    }
  }

  @Override
  public void onEnd() {
    arrived.add(END);
  }

  @Override
  public void onWritable(boolean writable) {
    // a request is small
  }

  @Override
  public void onDone() {
    finish(END, Optional.empty());
  }

  @Override
  public void onBroken(String why, boolean aboutPod) {
    over = true;
    arrived.add(RESET);
    session
        .eventLoop()
        .execute(
            () -> // a session that ends is over then
            end.complete(Optional.of(broken(why, aboutPod))));
  }

  private Broken broken(String why, boolean aboutPod) {
    FailureCause cause = FailureCause.of(why, aboutPod, session);
    boolean lost = aboutPod || session.closed().isDone();
    if (lost || cause == FailureCause.SERVER_ERROR) {
      return new Broken(ServerWords.plain(why), lost);
    }
    return new Broken("connection %s by the pod, port %d".formatted(cause.word(), port), false);
  }

  private void finish(byte[] mark, Optional<Broken> how) {
    over = true;
    arrived.add(mark);
    end.complete(how);
  }

  /** What is still under way is given up: half a close would leave the stream open. */
  private void giveUp() {
    if (!over) {
      finish(END, Optional.empty());
      if (stream != null) {
        stream.reset();
      }
    }
  }

  @Override
  public Socket socket() {
    return this;
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

  @Override
  public void close() {
    closed = true;
    session.eventLoop().execute(this::giveUp);
  }

  private void checkOpen() throws SocketException {
    if (closed) {
      throw new SocketException("Socket closed");
    }
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public boolean isConnected() {
    return true;
  }

  @Override
  public int getPort() {
    return port;
  }

  /** The node connects to the port of the pod on the pod's own loopback. */
  @Override
  public InetAddress getInetAddress() {
    return InetAddress.getLoopbackAddress();
  }

  @Override
  public void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public int getSoTimeout() {
    return timeoutMillis;
  }

  /** Returns -1: there is nothing that could linger. */
  @Override
  public int getSoLinger() {
    return -1;
  }

  @Override
  public void shutdownOutput() {
    session.eventLoop().execute(this::endOutput);
  }

  @Override
  public void shutdownInput() {
    // whoever reads no more closes soon, which gives the stream up
  }

  @Override
  public InputStream getInputStream() {
    return input;
  }

  @Override
  public OutputStream getOutputStream() {
    return output;
  }

  @Override
  public String toString() {
    return "connection of a check to port " + port;
  }

  private final class Output extends OutputStream {
    @Override
    public void write(int one) throws IOException {
      write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      checkOpen();
      byte[] data = new byte[length];
      System.arraycopy(bytes, from, data, 0, length);
      session.eventLoop().execute(() -> pass(data));
    }
  }

  private final class Input extends InputStream {
    private byte[] piece = {};
    private int at;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      checkOpen();
      if (length == 0) { // InputStream asks so, and does not mean to wait
        return 0;
      }
      if (at == piece.length && !next()) {
        return -1;
      }
      int some = Math.min(length, piece.length - at);
      System.arraycopy(piece, at, into, from, some);
      at += some;
      return some;
    }

    /** Waits for more, and tells whether it came, or the end. */
    private boolean next() throws IOException {
      byte[] taken = take();
      if (taken == END || taken == RESET) {
        arrived.add(taken); // the next one that reads sees it, too
        if (taken == RESET) {
          throw new SocketException("Connection reset");
        }
        return false;
      }
      piece = taken;
      at = 0;
      int left = unread.addAndGet(-taken.length);
      if (left <= MAX_UNREAD_BYTES && left + taken.length > MAX_UNREAD_BYTES) {
        session.eventLoop().execute(UncountedConnection.this::resume);
      }
      return true;
    }

    private byte[] take() throws IOException {
      try {
        int limit = timeoutMillis;
        byte[] taken = limit == 0 ? arrived.take() : arrived.poll(limit, TimeUnit.MILLISECONDS);
        if (taken == null) {
          throw new SocketTimeoutException("Read timed out");
        }
        return taken;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt(); // as a socket does it: whoever reads ends soon
        throw new SocketException("Closed by interrupt", e);
      }
    }
  }
}
