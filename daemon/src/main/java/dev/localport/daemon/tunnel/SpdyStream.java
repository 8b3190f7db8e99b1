package dev.localport.daemon.tunnel;

import dev.localport.daemon.net.ForeignText;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a {@link SpdySession}: a pair of SPDY streams, data and error.
 *
 * <p>The error stream carries at most one message, in plain words, and its end says that the server
 * is done with the connection. A message ends this stream alone and says nothing of the pod, except
 * where it names the sandbox.
 */
final class SpdyStream implements TunnelStream {
  /** Bytes of a download below which nothing that matters is in transit when it is aborted. */
  private static final int SMALL = 64 * 1024;

  private static final int MAX_ERROR_BYTES = 4096;

  /** How long the error stream may take to say why the data has ended. */
  private static final long VERDICT_MILLIS = 100;

  /** Data younger than this may not have been read when the server ended the connection. */
  private static final long IN_FLIGHT_NANOS = 500_000_000;

  private final SpdySession session;
  private final int dataId;
  private final StreamListener listener;
  private final StringBuilder error = new StringBuilder();
  private boolean localEnded;
  private boolean remoteEnded;
  private boolean errorEnded;
  private boolean over;
  private boolean sent;
  private boolean replied;
  private long received; // bytes
  private long sentAt; // nanoseconds

  SpdyStream(SpdySession session, int dataId, StreamListener listener) {
    this.session = session;
    this.dataId = dataId;
    this.listener = listener;
  }

  @Override
  public void write(ByteBuf data) {
    if (over || localEnded) {
      data.release();
      return;
    }
    sent = true;
    sentAt = System.nanoTime();
    session.writeData(dataId, data);
  }

  @Override
  public void end() {
    if (!over && !localEnded) {
      localEnded = true;
      session.writeEnd(dataId);
      doneIfBothEnded();
    }
  }

  @Override
  public void reset() {
    if (!over) {
      over = true;
      session.writeReset(this);
      if (received > SMALL && !remoteEnded) {
        session.awaitDrained();
      }
      session.forget(this);
    }
  }

  @Override
  public boolean isWritable() {
    return session.isWritable();
  }

  @Override
  public void stall(boolean stalled) {
    if (!over) { // nothing would let the session read again
      session.stall(this, stalled);
    }
  }

  int dataId() {
    return dataId;
  }

  int errorId() {
    return dataId - 2;
  }

  boolean hasSent() {
    return sent;
  }

  void replied() {
    replied = true;
  }

  boolean hasReply() {
    return replied;
  }

  StreamListener listener() {
    return listener;
  }

  void receive(int streamId, @Nullable ByteBuf data, boolean last) {
    if (streamId == errorId()) {
      receiveError(data, last);
    } else {
      receiveData(data, last);
    }
  }

  private void receiveData(@Nullable ByteBuf data, boolean last) {
    if (data != null) {
      if (over || remoteEnded || !data.isReadable()) {
        data.release();
      } else {
        received += data.readableBytes();
        listener.onData(data);
      }
    }
    if (last && !over && !remoteEnded) {
      remoteEnded = true;
      if (errorEnded) {
        endedBy(true);
      } else {
        awaitVerdict();
      }
    }
  }

  /**
   * The end of the data may be a half-close, or arrive a moment before the error stream says why
   * the connection failed: a client must not take a failure for an end, so it is reported a little
   * later.
   */
  private void awaitVerdict() {
    var _ =
        session
            .eventLoop()
            .schedule(
                () -> {
                  if (!over && !errorEnded) {
                    endedBy(false);
                  }
                },
                VERDICT_MILLIS,
                TimeUnit.MILLISECONDS);
  }

  private void receiveError(@Nullable ByteBuf data, boolean last) {
    if (data != null) {
      String words = StreamErrors.words(data, MAX_ERROR_BYTES - error.length());
      data.release();
      error.append(words);
    }
    boolean isFull = error.length() >= MAX_ERROR_BYTES; // what follows is no message
    if ((last || isFull) && !over && !errorEnded) {
      errorEnded = true;
      if (!error.isEmpty()) {
        broken(error.toString());
      } else if (remoteEnded) {
        endedBy(true);
      }
    }
  }

  /**
   * The end of both streams says that the server is done with the connection, both ways: it would
   * read nothing more of ours. The data's end alone is a half-close.
   */
  private void endedBy(boolean serverIsDone) {
    if (!serverIsDone) {
      listener.onEnd();
      doneIfBothEnded();
      return;
    }
    if (!localEnded) {
      localEnded = true;
      session.writeEnd(dataId);
      if (sent && System.nanoTime() - sentAt < IN_FLIGHT_NANOS) {
        session.suspect();
      }
    }
    doneIfBothEnded();
  }

  void receiveReset(int streamId) {
    if (streamId == dataId || !errorEnded) {
      broken(error.isEmpty() ? "reset by the server" : error.toString());
    }
  }

  void broken(String why) {
    if (!over) {
      over = true;
      session.forget(this);
      session.writeReset(this); // else the server would keep its half forever
      if (sent) {
        session.suspect();
      }
      listener.onBroken(ForeignText.line(why), StreamErrors.isAboutPod(why));
    }
  }

  private void doneIfBothEnded() {
    if (localEnded && remoteEnded && !over) {
      over = true;
      session.forget(this);
      listener.onDone();
    }
  }
}
