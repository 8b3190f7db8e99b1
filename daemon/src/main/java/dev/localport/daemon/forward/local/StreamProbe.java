package dev.localport.daemon.forward.local;

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

/**
 * Opens one connection to a port and looks whether it stays. The protocol has no word for
 * "connected": a port that nothing listens on answers with an error at once, so all that silence
 * says is that the connection was not refused.
 */
public final class StreamProbe implements StreamListener {
  /** How long a refusal is waited for. */
  public static final Duration MOMENT = Duration.ofMillis(500);

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

  private StreamProbe() {}

  /** What came of the connection. */
  public sealed interface Outcome {
    /** It was not refused within {@link #MOMENT}, and no data came. */
    record Unrefused() implements Outcome {}

    /** The pod spoke first. */
    record Answered() implements Outcome {}

    /** The pod took it and ended it, without an error. */
    record Ended() implements Outcome {}

    /** It failed. */
    record Refused(Failure why) implements Outcome {}
  }

  /** Tries a port. */
  public static Outcome connect(Session session, int port) throws InterruptedException {
    StreamProbe probe = new StreamProbe();
    CompletableFuture<TunnelStream> stream = new CompletableFuture<>();
    session.eventLoop().execute(() -> stream.complete(session.open(port, probe)));
    try {
      return probe.outcome.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new Outcome.Unrefused();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the outcome never fails", e);
    } finally {
      var _ = stream.thenAccept(open -> session.eventLoop().execute(open::reset));
    }
  }

  @Override
  public void onData(ByteBuf data) {
    data.release();
    outcome.complete(new Outcome.Answered());
  }

  @Override
  public void onEnd() {
    outcome.complete(new Outcome.Ended());
  }

  @Override
  public void onWritable(boolean writable) {
    // nothing is written
  }

  @Override
  public void onDone() {
    outcome.complete(new Outcome.Ended());
  }

  @Override
  public void onBroken(String why, boolean aboutPod) {
    outcome.complete(new Outcome.Refused(new Failure(FailureKind.SESSION, ServerWords.plain(why))));
  }
}
