package dev.localport.daemon.tunnel;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * All sessions over one way to one API server: they live or die together more often than alone.
 * Thread-safe.
 *
 * <p>While nothing is heard from any of them for {@link #QUIET}, one is asked: the canary, the one
 * that was heard last. Once a session does not answer, all others have to prove that they live. So
 * a dead line is known everywhere within ten seconds, and a way with many idle sessions costs one
 * ping in four seconds and not one for each.
 */
public final class SessionGroup implements Heartbeat.Neighbours {
  /** How long nothing may be heard on the whole way before the canary is asked. */
  static final Duration QUIET = Duration.ofSeconds(4);

  /** How long a session may take to prove that it lives. */
  static final Duration PROOF = Duration.ofSeconds(3);

  private static final Duration NEVER = Duration.ofDays(365);

  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean watching = new AtomicBoolean();

  /** Takes a session that is up; it leaves by itself when it is over. */
  public void add(Session session) {
    sessions.add(session);
    var _ = session.closed().thenAccept(why -> left(session));
    watch(session.eventLoop());
  }

  private void left(Session session) {
    sessions.remove(session);
    if (session.heartbeat().missed() > 0) {
      proveAll();
    }
  }

  /** Returns how many sessions there are. */
  public int size() {
    return sessions.size();
  }

  /**
   * Has all sessions prove that they live: the machine woke, or its network changed, or one of them
   * was lost.
   */
  public void proveAll() {
    sessions.forEach(session -> session.prove(PROOF));
  }

  @Override
  public Duration silenceBut(Object session) {
    return sessions.stream()
        .filter(other -> !other.equals(session))
        .map(SessionGroup::sinceLife)
        .min(Comparator.naturalOrder())
        .orElse(NEVER);
  }

  @Override
  public boolean isSlow() {
    return sessions.stream().anyMatch(session -> session.sinceProgress().compareTo(PROOF) < 0);
  }

  private static Duration sinceLife(Session session) {
    Duration silence = session.silence();
    Duration progress = session.sinceProgress();
    return silence.compareTo(progress) < 0 ? silence : progress;
  }

  private void watch(EventLoop loop) {
    if (watching.compareAndSet(false, true)) {
      check(loop);
    }
  }

  private void check(EventLoop loop) {
    Optional<Session> canary = sessions.stream().min(Comparator.comparing(SessionGroup::sinceLife));
    if (canary.isEmpty()) {
      watching.set(false);
      if (!sessions.isEmpty()) {
        watch(loop); // one came just now, and saw somebody watching
      }
      return;
    }
    Duration silence = sinceLife(canary.get());
    boolean quiet = silence.compareTo(QUIET) >= 0;
    if (quiet) {
      canary.get().prove(PROOF);
    }
    Duration next = quiet ? QUIET : QUIET.minus(silence);
    var _ = loop.schedule(() -> check(loop), next.toNanos(), TimeUnit.NANOSECONDS);
  }
}
