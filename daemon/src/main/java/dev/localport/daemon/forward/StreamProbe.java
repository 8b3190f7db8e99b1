package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.StreamListener;
import dev.localport.daemon.tunnel.TunnelStream;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Opens one connection to a port and looks whether it stays. The protocol has no word for
 * "connected": a port that nobody listens on answers with an error at once, so silence for a moment
 * is a yes.
 */
public final class StreamProbe implements StreamListener {
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final CompletableFuture<@Nullable Failure> outcome = new CompletableFuture<>();

  private StreamProbe() {}

  /** Tries a port; returns why it cannot be connected to, or null. */
  public static @Nullable Failure connect(Session session, int port) throws InterruptedException {
    StreamProbe probe = new StreamProbe();
    CompletableFuture<TunnelStream> stream = new CompletableFuture<>();
    session.eventLoop().execute(() -> stream.complete(session.open(port, probe)));
    try {
      return probe.outcome.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (ExecutionException e) {
      throw new IllegalStateException("the outcome never fails", e);
    } finally {
      var _ = stream.thenAccept(open -> session.eventLoop().execute(open::reset));
    }
  }

  @Override
  public void onData(ByteBuf data) {
    data.release();
    outcome.complete(null);
  }

  @Override
  public void onEnd() {
    outcome.complete(null);
  }

  @Override
  public void onWritable(boolean writable) {
    // nothing is written
  }

  @Override
  public void onDone() {
    outcome.complete(null);
  }

  @Override
  public void onBroken(String why, boolean aboutPod) {
    outcome.complete(new Failure(FailureKind.SESSION, why));
  }
}
