package dev.localport.daemon.forward.local;

import dev.localport.daemon.tunnel.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The sessions that new connections of one forward may take, and which one is next. Confined to the
 * forward's event loop.
 *
 * <p>The server has no window for each stream, so connections that share a session can hold each
 * other up: a connection gets an idle session while there is one, and shares the least busy one
 * elsewhere. Of pods that serve alike, the one that was used longest ago is next.
 */
final class SessionSelector {
  private final LongSupplier nanoTime;
  private final List<PodRoute> lines = new ArrayList<>();
  private final Map<String, Long> podTurns = new HashMap<>();
  private final Map<Session, Long> lastUsed = new HashMap<>(); // nanoseconds
  private long turn;

  SessionSelector(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Takes a session into use, in the place of what was known of it. */
  void put(PodRoute line) {
    remove(line.session());
    lines.add(line);
    lastUsed.put(line.session(), nanoTime.getAsLong());
  }

  void remove(Session session) {
    lines.removeIf(line -> line.session().equals(session));
    lastUsed.remove(session);
    podTurns.keySet().removeIf(pod -> lines.stream().noneMatch(line -> line.pod().equals(pod)));
  }

  void clear() {
    lines.clear();
    lastUsed.clear();
    podTurns.clear();
  }

  /**
   * Chooses the session for the next connection. One that a reader holds up is put in doubt where
   * there is no better one: a new connection would wait for that reader.
   */
  Optional<PodRoute> next() {
    Optional<PodRoute> best =
        lines.stream()
            .filter(PodRoute::isUsable)
            .filter(line -> line.session().isFree())
            .min(order());
    if (best.isEmpty()) {
      lines.forEach(line -> line.session().suspectIfStalled());
      best = lines.stream().filter(PodRoute::isUsable).min(order());
    }
    best.ifPresent(this::used);
    return best;
  }

  private Comparator<PodRoute> order() {
    return Comparator.comparingInt((PodRoute line) -> line.isIdle() ? 0 : 1)
        .thenComparingLong(line -> podTurns.getOrDefault(line.pod(), 0L))
        .thenComparingInt(line -> line.session().streamCount());
  }

  private void used(PodRoute line) {
    podTurns.put(line.pod(), ++turn);
    touch(line.session());
  }

  /** Notes that a session carries something, or did until now. */
  void touch(Session session) {
    lastUsed.computeIfPresent(session, (used, before) -> nanoTime.getAsLong());
  }

  /** Returns whether the next connection would have a session, or at least a line, of its own. */
  boolean hasSpare() {
    return lines.stream()
        .anyMatch(line ->
            line.isUsable()
                && line.session().isFree()
                && (line.isIdle() || line.session().separatesStreams()));
  }

  /**
   * Returns the sessions that carried nothing for so long and are not needed. Each pod keeps an
   * idle one: next to one that carries a long transfer, it takes the next connection, and shows
   * that the network works.
   */
  List<Session> unused(Duration since) {
    List<Session> unused = new ArrayList<>();
    List<PodRoute> idle = lines.stream().filter(PodRoute::isIdle).toList();
    Map<String, Integer> left = new HashMap<>();
    idle.forEach(line -> left.merge(line.pod(), 1, Integer::sum));
    for (PodRoute line : idle) {
      long nanos = nanoTime.getAsLong() - lastUsed.getOrDefault(line.session(), 0L);
      if (nanos >= since.toNanos() && left.getOrDefault(line.pod(), 0) > 1) {
        left.merge(line.pod(), -1, Integer::sum);
        unused.add(line.session());
      }
    }
    return unused;
  }

  /** Returns how many sessions there are. */
  int size() {
    return lines.size();
  }
}
