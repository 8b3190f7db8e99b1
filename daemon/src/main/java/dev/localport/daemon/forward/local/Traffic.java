package dev.localport.daemon.forward.local;

import dev.localport.api.TrafficStatus;
import dev.localport.api.TrafficStatusBuilder;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * What went through one forward since it exists. Thread-safe: counted on the event loop, read
 * anywhere.
 */
public final class Traffic {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MEDIAN = 0.5;
  private static final double MOST = 0.95;

  private static final AttributeKey<Boolean> COUNTED =
      AttributeKey.valueOf(Traffic.class, "counted");

  final AtomicInteger active = new AtomicInteger();
  final AtomicInteger held = new AtomicInteger();
  final LongAdder total = new LongAdder();
  final FailureCounts failed = new FailureCounts();
  final LongAdder sent = new LongAdder();
  final LongAdder received = new LongAdder();

  /** From the moment a connection was accepted to the first byte from the pod. */
  final RecentTimes firstBytes = new RecentTimes();

  private final LifetimeCounts lifetimes = new LifetimeCounts();
  private volatile @Nullable Instant lastActivity;

  /** Counts a connection, once, however many sessions it was given to. */
  void count(Channel connection) {
    if (connection.attr(COUNTED).getAndSet(true) == null) {
      total.increment();
      Long accepted = connection.attr(Relay.ACCEPTED).get();
      if (accepted != null) {
        var _ =
            connection.closeFuture().addListener(_ -> lifetimes.add(System.nanoTime() - accepted));
      }
    }
  }

  /** Notes that bytes moved, at most a few times a second per connection. */
  void active(Instant now) {
    lastActivity = now;
  }

  /** Returns when bytes moved last, or null if none did. */
  @Nullable Instant lastActivity() {
    return lastActivity;
  }

  /** Returns whether a client is connected or waiting. */
  boolean isInUse() {
    return active.get() > 0 || isHolding();
  }

  /** Returns whether a client is waiting. */
  public boolean isHolding() {
    return held.get() > 0;
  }

  /** Returns the figures of now. */
  public TrafficStatus status() {
    return TrafficStatusBuilder.builder()
        .active(active.get())
        .held(held.get())
        .total(total.sum())
        .failed(failed.sum())
        .failedByCause(failed.byWord())
        .firstByteMillisP50(millis(firstBytes.quantile(MEDIAN)))
        .firstByteMillisP95(millis(firstBytes.quantile(MOST)))
        .sent(sent.sum())
        .received(received.sum())
        .lastActivity(lastActivity)
        .lifetimes(lifetimes.now())
        .build();
  }

  private static @Nullable Double millis(@Nullable Duration time) {
    return time == null ? null : time.toNanos() / NANOS_PER_MILLI;
  }
}
