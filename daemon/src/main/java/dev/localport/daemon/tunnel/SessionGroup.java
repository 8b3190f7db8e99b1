package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * All sessions over one route to one API server: they are lost together more often than alone.
 * Thread-safe.
 *
 * <p>While nothing is heard from any of them for a while, 4 s as a rule, one is asked: the canary,
 * the one that was heard last. Once a session does not answer, all others have to prove that they
 * live. So a dead connection is known everywhere within ten seconds, and a route with many idle
 * sessions costs one ping in four seconds, not one for each.
 *
 * <p>A session that is late is over when others answer all the time: {@link LivenessRules}.
 */
public final class SessionGroup implements Heartbeat.Neighbours {
  /** How often it is looked whether a canary has to be asked. */
  static final Duration LOOK = Duration.ofSeconds(4);

  /** A line that took bytes of ours so recently is slow. */
  private static final Duration SLOW = Duration.ofSeconds(3);

  private static final Duration NEVER = Duration.ofDays(365);

  private final Set<Session> sessions = ConcurrentHashMap.newKeySet();
  private final Witnesses witnesses = new Witnesses();
  private final AtomicBoolean watching = new AtomicBoolean();

  /** Takes a session that is up; it leaves by itself when it is over. */
  public void add(Session session) {
    sessions.add(session);
    var _ = session.closed().thenAccept(why -> sessions.remove(session));
    session.watch(
        new Session.Watcher() {
          @Override
          public void onLate(Failure why) {
            proveAll();
          }

          @Override
          public void onRecovered() {
            // its connections continue, and nothing else has to be done
          }
        });
    watch(session.eventLoop());
  }

  /** Returns how many sessions there are. */
  public int size() {
    return sessions.size();
  }

  /**
   * Has all sessions prove that they live: the machine woke, or its network changed, or one of them
   * does not answer.
   */
  public void proveAll() {
    sessions.forEach(Session::prove);
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
    return sessions.stream().anyMatch(session -> session.sinceProgress().compareTo(SLOW) < 0);
  }

  @Override
  public void answered(Duration now, Duration roundTrip) {
    witnesses.answered(now, roundTrip);
  }

  @Override
  public @Nullable Witness witness(Duration now) {
    return witnesses.at(now);
  }

  @Override
  public void askOther(Object session, Duration now) {
    Optional<Session> other =
        sessions.stream()
            .filter(each -> !each.equals(session) && !each.isLate())
            .min(Comparator.comparing(SessionGroup::sinceLife));
    if (other.isPresent() && witnesses.mayAsk(now)) {
      var _ = other.get().ping();
    }
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
    if (sessions.isEmpty()) {
      watching.set(false);
      if (!sessions.isEmpty()) {
        watch(loop); // one came just now, and saw a watcher
      }
      return;
    }
    Duration next = askCanary();
    var _ = loop.schedule(() -> check(loop), next.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Asks the session that was heard last, if all have been silent for too long for it. */
  private Duration askCanary() {
    List<Session> punctual = sessions.stream().filter(session -> !session.isLate()).toList();
    Duration silence =
        punctual.stream()
            .map(SessionGroup::sinceLife)
            .min(Comparator.naturalOrder())
            .orElse(Duration.ZERO);
    Optional<Session> canary =
        punctual.stream()
            .filter(session -> session.quiet().compareTo(silence) <= 0)
            .min(Comparator.comparing(SessionGroup::sinceLife));
    canary.ifPresent(Session::prove);
    return canary.isPresent()
        ? LOOK
        : punctual.stream()
            .map(session -> session.quiet().minus(silence))
            .min(Comparator.naturalOrder())
            .orElse(LOOK);
  }
}
