package dev.localport.daemon.forward.local;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A {@link Socket} over a stream of a session, so that a check can read, write and speak TLS as it
 * does elsewhere. It has no descriptor and no port on this machine.
 *
 * <p>One thread reads and writes, another one may close. What came is reported on the event loop.
 */
final class StreamSocket extends Socket {
  /** Unread bytes past which the session's reading is held back. */
  private static final int MAX_UNREAD_BYTES = 1024 * 1024;

  private static final byte[] OVER = {};

  private final int port;
  private final Stream stream;
  private final BlockingQueue<byte[]> arrived = new LinkedBlockingQueue<>();
  private final AtomicInteger unread = new AtomicInteger();
  private final InputStream input = new Input();
  private final OutputStream output = new Output();
  private volatile int timeoutMillis;
  private volatile boolean closed;
  private volatile boolean reset;

  /** What a socket does to its stream, from any thread; nothing of it blocks. */
  interface Stream {
    /** Sends bytes that are not changed anymore. */
    void send(byte[] data);

    /** Passes on that no more is sent. */
    void end();

    /** Continues reading, if it was held back. */
    void resume();

    /** Gives the stream up, if it is not over. */
    void giveUp();
  }

  /**
   * Makes a connected one.
   *
   * @param port the pod's
   */
  StreamSocket(int port, Stream stream) {
    this.port = port;
    this.stream = stream;
  }

  /** Takes received bytes, and returns whether these are too many for now. */
  boolean onData(byte[] data) {
    if (data.length > 0) { // an empty piece marks the end
      arrived.add(data);
    }
    return unread.addAndGet(data.length) > MAX_UNREAD_BYTES;
  }

  /** What came is read to its end. */
  void onEnd() {
    arrived.add(OVER);
  }

  /** What came is read, and then a reset is seen. */
  void onReset() {
    reset = true;
    arrived.add(OVER);
  }

  @Override
  public void close() {
    closed = true;
    stream.giveUp();
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
    stream.end();
  }

  @Override
  public void shutdownInput() {
    // a check that reads no more closes soon, which gives the stream up
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
      stream.send(data);
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

    /** Waits for more, and returns whether it came, or the end. */
    private boolean next() throws IOException {
      byte[] taken = take();
      if (taken.length == 0) {
        arrived.add(taken); // the next one that reads sees it, too
        if (reset) {
          throw new SocketException("Connection reset");
        }
        return false;
      }
      piece = taken;
      at = 0;
      int left = unread.addAndGet(-taken.length);
      if (left <= MAX_UNREAD_BYTES && left + taken.length > MAX_UNREAD_BYTES) {
        stream.resume();
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
        Thread.currentThread().interrupt(); // as a socket does it: the reader ends soon
        throw new SocketException("Closed by interrupt", e);
      }
    }
  }
}
