package dev.localport.daemon.tunnel;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a data frame costs a session: reading one from the server and handing it to its stream, and
 * writing one of a stream. On a channel in memory, so that no system call and no TLS is in it. One
 * operation is one frame of 32 KiB, what the Kubernetes side sends at a time.
 */
@State(Scope.Thread)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FramePathBenchmark {
  private static final int BYTES = 32 * 1024;
  private static final Duration NEVER = Duration.ofDays(1);

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final ByteBuf payload = PooledByteBufAllocator.DEFAULT.directBuffer(BYTES);
  private final ByteBuf frame = PooledByteBufAllocator.DEFAULT.directBuffer(BYTES + 8);
  private final SpdySession session =
      new SpdySession(
          channel,
          Protocol.SPDY,
          new Heartbeat.Settings(
              new Patience(NEVER, NEVER, NEVER, NEVER, NEVER),
              InstantSource.system(),
              System::nanoTime,
              _ -> NEVER));
  private final Reader reader = new Reader();
  private final TunnelStream stream = session.open(80, reader);

  /** Makes the frame: its stream's number, no flags, its length, its bytes. */
  @Setup
  public void prepare() {
    channel.config().setAllocator(PooledByteBufAllocator.DEFAULT);
    channel.pipeline().addLast(new SpdyHandler(session));
    drain();
    payload.writeZero(BYTES);
    frame.writeInt(3).writeByte(0).writeMedium(BYTES).writeBytes(payload.duplicate());
  }

  /** Ends the session; what is left in it is released. */
  @TearDown
  public void end() {
    channel.finishAndReleaseAll();
    payload.release();
    frame.release();
  }

  /** From the session's channel to the stream's owner. */
  @Benchmark
  public int readFrame() {
    channel.writeInbound(frame.retainedDuplicate());
    return reader.bytes;
  }

  /** From the stream's owner to the session's channel, with the flush. */
  @Benchmark
  public int writeFrame() {
    stream.write(payload.retainedDuplicate());
    channel.runPendingTasks();
    return drain();
  }

  private int drain() {
    int bytes = 0;
    for (ByteBuf part = channel.readOutbound(); part != null; part = channel.readOutbound()) {
      bytes += part.readableBytes();
      part.release();
    }
    return bytes;
  }

  /** An owner that takes everything at once. */
  private static final class Reader implements StreamListener {
    private int bytes;

    @Override
    public void onData(ByteBuf data) {
      bytes += data.readableBytes();
      data.release();
    }

    @Override
    public void onEnd() {
      throw new IllegalStateException("nobody ended the stream");
    }

    @Override
    public void onWritable(boolean writable) {
      // it writes one frame at a time, whatever is waiting
    }

    @Override
    public void onDone() {
      throw new IllegalStateException("nobody ended the stream");
    }

    @Override
    public void onBroken(String why, boolean aboutPod) {
      // the session is over: end() asked for it
    }
  }
}
