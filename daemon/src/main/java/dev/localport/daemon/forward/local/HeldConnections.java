package dev.localport.daemon.forward.local;

import dev.localport.config.HoldConfig;
import dev.localport.config.Overflow;
import io.netty.buffer.ByteBuf;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Connections that wait for a session, bounded in number and time. Confined to the event loop of
 * their forward.
 */
final class HeldConnections {
  private static final Relay.Unsent NOTHING = new Relay.Unsent(List.of(), 0, false);

  private HoldConfig config;
  private final Traffic traffic;
  private final Deque<Held> waiting = new ArrayDeque<>();

  /** One that waits, the index of the port it came to, and what its client has sent. */
  record Held(SocketChannel channel, int port, HeldBytes bytes, Future<?> timeout) {}

  HeldConnections(HoldConfig config, Traffic traffic) {
    this.config = config;
    this.traffic = traffic;
  }

  /** Holds connections that come from now on so; those that wait keep their time. */
  void configure(HoldConfig now) {
    config = now;
  }

  /** Holds a connection, or resets one: it, or the oldest, where too many wait. */
  void add(SocketChannel channel, int port) {
    add(channel, port, NOTHING);
  }

  /**
   * As {@link #add(SocketChannel, int)}, for a connection that had a session.
   *
   * @param unsent what its client has sent
   */
  void add(SocketChannel channel, int port, Relay.Unsent unsent) {
    if (!mayHold(channel)) {
      unsent.pieces().forEach(ByteBuf::release);
      return;
    }
    Duration left = left(channel);
    Future<?> timeout =
        channel.eventLoop().schedule(() -> expire(channel), left.toMillis(), TimeUnit.MILLISECONDS);
    HeldBytes bytes = new HeldBytes(() -> gone(channel));
    bytes.begin(unsent);
    waiting.addLast(new Held(channel, port, bytes, timeout));
    traffic.held.set(waiting.size());
    channel.pipeline().addLast(bytes);
    channel.config().setAutoRead(!bytes.isFull());
  }

  /** A connection that was with a session has waited for that time as well. */
  private Duration left(SocketChannel channel) {
    Long accepted = channel.attr(Relay.ACCEPTED).get();
    Duration waited =
        accepted == null ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - accepted);
    Duration left = config.timeout().minus(waited);
    return left.isNegative() ? Duration.ZERO : left;
  }

  private boolean mayHold(SocketChannel channel) {
    if (config.timeout().isZero()) {
      drop(channel, FailureCause.NOT_HELD);
      return false;
    }
    if (waiting.size() >= config.maxConnections()) {
      if (config.overflow() == Overflow.REJECT_NEWEST) {
        drop(channel, FailureCause.HOLD_OVERFLOW);
        return false;
      }
      Held oldest = waiting.removeFirst();
      oldest.timeout().cancel(false);
      drop(oldest.channel(), FailureCause.HOLD_OVERFLOW);
    }
    return true;
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  private void expire(SocketChannel channel) {
    if (waiting.removeIf(held -> held.channel().equals(channel))) {
      traffic.held.set(waiting.size());
      drop(channel, FailureCause.HOLD_TIMEOUT);
    }
  }

  /** Its client has reset it. */
  private void gone(SocketChannel channel) {
    for (Held held : waiting) {
      if (held.channel().equals(channel)) {
        held.timeout().cancel(false);
        waiting.remove(held);
        traffic.held.set(waiting.size());
        count(channel, FailureCause.CLIENT_GONE);
        return;
      }
    }
  }

  private void drop(SocketChannel channel, FailureCause why) {
    count(channel, why);
    Relay.reset(channel);
  }

  private void count(SocketChannel channel, FailureCause why) {
    traffic.count(channel);
    traffic.failed.add(why);
  }

  /** Hands over all that wait, in their order, and holds none anymore. */
  List<Held> takeAll() {
    List<Held> all = new ArrayList<>(waiting);
    waiting.clear();
    traffic.held.set(0);
    all.forEach(held -> held.timeout().cancel(false));
    return all;
  }

  /** Resets all that wait. */
  void dropAll() {
    takeAll().forEach(held -> drop(held.channel(), FailureCause.STOPPED));
  }
}
