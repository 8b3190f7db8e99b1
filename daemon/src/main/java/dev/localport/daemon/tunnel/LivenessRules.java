package dev.localport.daemon.tunnel;

import dev.localport.daemon.tunnel.Liveness.Alive;
import dev.localport.daemon.tunnel.Liveness.Asked;
import dev.localport.daemon.tunnel.Liveness.Behind;
import dev.localport.daemon.tunnel.Liveness.Calm;
import dev.localport.daemon.tunnel.Liveness.Dead;
import dev.localport.daemon.tunnel.Liveness.Late;
import dev.localport.daemon.tunnel.Liveness.Query;
import dev.localport.daemon.tunnel.Liveness.Trial;
import dev.localport.daemon.tunnel.LivenessEvent.Answered;
import dev.localport.daemon.tunnel.LivenessEvent.Heard;
import dev.localport.daemon.tunnel.LivenessEvent.Looked;
import dev.localport.daemon.tunnel.LivenessEvent.PingWanted;
import dev.localport.daemon.tunnel.LivenessStep.Effect;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a session is alive, late or dead. Pure: no clock, no I/O, nothing that changes.
 *
 * <p>Two questions have two answers. <em>Where do new connections go?</em> Not to a session whose
 * answer is overdue: it is late. <em>Are its open connections dead?</em> Only when that is shown: a
 * clock alone cannot distinguish a pause of the API server from a connection that a router forgot.
 * The proof is another session of the same route that answers all the time while this one, asked
 * again, stays silent. The machine's TCP weakens it: bytes of ours that are not acknowledged, and
 * that were not sent again since the other session answered, cannot have been heard of; and where
 * bytes were lost and are acknowledged now, the connection lives, unless it stays silent for longer
 * than the other end's TCP waits before it sends again.
 *
 * @param patience how long a session may be silent
 */
record LivenessRules(Patience patience) {
  /** A ping that is not answered for so long makes a session take connections as the last one. */
  static final Duration HESITANT = Duration.ofSeconds(1);

  /** How often a session that may be dead is checked. */
  static final Duration LOOK = Duration.ofMillis(500);

  /** How long another session has to answer while this one is silent. */
  static final Duration PROOF = Duration.ofMillis(3500);

  /** So long before an answer is overdue other sessions are asked, too: a proof takes time. */
  static final Duration WITNESS_AHEAD = Duration.ofSeconds(3);

  /** How often a session that is late is asked again. */
  static final Duration ASK_AGAIN = Duration.ofSeconds(5);

  /** How long an answer may take after TCP has sent again. */
  static final Duration REPEATED = Duration.ofSeconds(1);

  /** A line over which another session was heard so recently lives. */
  static final Duration LIVES = Duration.ofSeconds(10);

  /** Returns what follows an event; one that comes too late to matter changes nothing. */
  LivenessStep next(Liveness state, LivenessEvent event) {
    return switch (event) {
      case PingWanted(Duration now, Duration limit) -> wanted(state, now, limit);
      case Heard(Duration now) -> heard(state, now);
      case Answered() -> answered(state);
      case Looked look when state instanceof Dead -> LivenessStep.to(state, null);
      case Looked look when look.stalled() -> LivenessStep.to(state, whileStalled(state));
      case Looked look ->
          switch (state) {
            case Alive _ -> alive(look);
            case Asked(Query query) -> asked(query, look);
            case Behind(Query query) -> behind(query, look);
            case Late late -> late(late, look);
            case Dead _ -> LivenessStep.to(state, null);
          };
    };
  }

  private LivenessStep wanted(Liveness state, Duration now, Duration limit) {
    return switch (state) {
      case Alive _ ->
          LivenessStep.to(new Asked(Query.of(now, limit)), doubtAfter(limit), Effect.PING);
      case Asked(Query query) when isUnder(limit, query.limit()) ->
          LivenessStep.to(new Asked(query.within(limit)), Duration.ZERO);
      case Asked _, Behind _, Late _, Dead _ -> LivenessStep.to(state, null);
    };
  }

  private static LivenessStep heard(Liveness state, Duration now) {
    return switch (state) {
      case Late late ->
          LivenessStep.to(
              new Asked(Query.of(now, late.query().limit())),
              doubtAfter(late.query().limit()),
              Effect.TELL_RECOVERED);
      case Behind(Query query) ->
          LivenessStep.to(new Asked(Query.of(now, query.limit())), doubtAfter(query.limit()));
      case Alive _, Asked _, Dead _ -> LivenessStep.to(state, null);
    };
  }

  private LivenessStep answered(Liveness state) {
    return switch (state) {
      case Asked _, Behind _ -> LivenessStep.to(new Alive(), patience.interval());
      case Late _ -> LivenessStep.to(new Alive(), patience.interval(), Effect.TELL_RECOVERED);
      case Alive _, Dead _ -> LivenessStep.to(state, null);
    };
  }

  private Duration whileStalled(Liveness state) {
    Query query = state.query();
    return query == null ? patience.interval() : query.limit();
  }

  private LivenessStep alive(Looked look) {
    return isUnder(look.unheard(), patience.interval())
        ? LivenessStep.to(new Alive(), patience.interval().minus(look.unheard()))
        : wanted(new Alive(), look.now(), patience.timeout());
  }

  private static LivenessStep asked(Query before, Looked look) {
    Duration silent = silent(before, look);
    Duration allowed = look.slow() ? before.limit().multipliedBy(2) : before.limit();
    Duration doubt = doubtAfter(allowed);
    if (isUnder(silent, doubt)) {
      return LivenessStep.to(new Asked(before.with(null)), doubt.minus(silent));
    }
    Query query = before.seen(look.tcp(), look.now()).with(trial(before, look));
    if (isUnder(silent, allowed)) {
      Duration rest = allowed.minus(silent);
      return LivenessStep.to(
          new Asked(query), isUnder(rest, LOOK) ? rest : LOOK, Effect.ASK_WITNESS);
    }
    return isExcused(query, look)
        ? LivenessStep.to(new Behind(query), HESITANT) // the line lives
        : tooLate(query, look, false);
  }

  private static LivenessStep behind(Query query, Looked look) {
    return isExcused(query, look)
        ? LivenessStep.to(new Behind(query), HESITANT)
        : tooLate(query, look, true);
  }

  private static LivenessStep tooLate(Query query, Looked look, boolean behind) {
    return LivenessStep.to(
        new Late(query, look.now(), look.now(), behind),
        LOOK,
        Effect.TELL_LATE,
        Effect.PING,
        Effect.ASK_WITNESS);
  }

  private LivenessStep late(Late late, Looked look) {
    Query query = late.query().followed(look.tcp(), look.now()).with(trial(late.query(), look));
    if (late.behind() && isExcused(query, look)) {
      return LivenessStep.to(late, HESITANT);
    }
    Duration silent = silent(query, look);
    if (isProven(query, look, silent)) {
      return LivenessStep.to(new Dead(Failures.dead(silent)), null);
    }
    if (!isUnder(look.now().minus(late.since()), patience.giveUp())) {
      return LivenessStep.to(new Dead(Failures.silent(silent)), null);
    }
    boolean isTried = query.trial() != null && late.query().trial() == null;
    boolean asks = isTried || !isUnder(look.now().minus(late.askedAt()), ASK_AGAIN);
    Late stays = new Late(query, late.since(), asks ? look.now() : late.askedAt(), late.behind());
    return asks
        ? LivenessStep.to(stays, LOOK, Effect.PING, Effect.ASK_WITNESS)
        : LivenessStep.to(stays, LOOK, Effect.ASK_WITNESS);
  }

  /** Follows another session that answers, from its first answer on. */
  private static @Nullable Trial trial(Query query, Looked look) {
    Witness witness = look.witness();
    if (witness == null) {
      return null;
    }
    long retransmitted = look.tcp() == null ? 0 : look.tcp().retransmitted();
    Trial before = query.trial();
    if (before == null || !before.from().equals(witness.first())) {
      return new Trial(witness.first(), retransmitted, null);
    }
    return before.repeatedAt() == null && retransmitted > before.retransmitted()
        ? new Trial(before.from(), before.retransmitted(), look.now())
        : before;
  }

  private static boolean isProven(Query query, Looked look, Duration silent) {
    Trial trial = query.trial();
    Witness witness = look.witness();
    if (trial == null || witness == null) {
      return false;
    }
    Duration silence = look.now().minus(silent); // when it began
    Duration from = isUnder(silence, witness.first()) ? witness.first() : silence;
    return !isUnder(witness.last().minus(from), PROOF) && isHeardByTcp(query, trial, look);
  }

  /** Returns whether the other end has had a chance to receive our bytes and to answer. */
  private static boolean isHeardByTcp(Query query, Trial trial, Looked look) {
    TcpFlow tcp = look.tcp();
    if (tcp == null) {
      return true;
    }
    if (tcp.unacknowledged() == 0) {
      return query.retransmitted() == Query.UNKNOWN
          || query.retransmitted() == tcp.retransmitted()
          || isCalm(query.calm(), look);
    }
    Duration repeatedAt = trial.repeatedAt();
    return repeatedAt != null && !isUnder(look.now().minus(repeatedAt), REPEATED);
  }

  /**
   * Where bytes were lost and are acknowledged now, the connection has come through an outage. What
   * the other end sent meanwhile comes at the next backoff of its own TCP. A backoff doubles (RFC
   * 6298, 5.5), so that is at most as long after the outage as the outage was; it began after the
   * last byte that we heard.
   */
  private static boolean isCalm(@Nullable Calm calm, Looked look) {
    if (calm == null) {
      return false;
    }
    Duration outage = calm.since().minus(look.now().minus(look.unheard()));
    return !isUnder(look.now().minus(calm.since()), outage.plus(REPEATED));
  }

  /** The answer waits behind data of ours, and others show that the line lives. */
  private static boolean isExcused(Query query, Looked look) {
    return isUnder(silent(query, look), look.dataAhead()) && isUnder(look.others(), LIVES);
  }

  /** Returns for how long the session has been silent since it was asked. */
  private static Duration silent(Query query, Looked look) {
    Duration sinceAsked = look.now().minus(query.at());
    return isUnder(look.lifeless(), sinceAsked) ? look.lifeless() : sinceAsked;
  }

  /** Returns after what silence a session is first checked, and others are asked, too. */
  private static Duration doubtAfter(Duration limit) {
    Duration ahead = limit.minus(WITNESS_AHEAD);
    Duration doubt = isUnder(ahead, HESITANT) ? HESITANT : ahead;
    return isUnder(limit, doubt) ? limit : doubt;
  }

  private static boolean isUnder(Duration duration, Duration bound) {
    return duration.compareTo(bound) < 0;
  }
}
