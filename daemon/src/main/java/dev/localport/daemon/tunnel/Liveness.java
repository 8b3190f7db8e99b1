package dev.localport.daemon.tunnel;

import dev.localport.api.Failure;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What is known of a session's life. Times are monotonic. Immutable: crosses threads freely. */
sealed interface Liveness {
  /** It was heard a short while ago. */
  record Alive() implements Liveness {}

  /** A ping waits for its answer. Any byte counts as one, and new connections may come. */
  record Asked(Query query) implements Liveness {}

  /** The answer is overdue and waits behind data of ours, since other sessions are heard. */
  record Behind(Query query) implements Liveness {}

  /**
   * The answer is overdue: new connections go elsewhere, and open ones live on.
   *
   * @param since when it became so
   * @param askedAt when it was asked last
   * @param behind whether the answer had waited behind data of ours before
   */
  record Late(Query query, Duration since, Duration askedAt, boolean behind) implements Liveness {}

  /** It is over. */
  record Dead(Failure why) implements Liveness {}

  /**
   * A ping that waits for its answer.
   *
   * @param at when it was sent, or when the session was heard after that
   * @param limit how long nothing may come
   * @param retransmitted what the machine's TCP had retransmitted at the first check, {@link
   *     #UNKNOWN} before
   * @param calm null while TCP has retransmitted nothing since that check
   * @param trial null while no other session answers
   */
  record Query(
      Duration at, Duration limit, long retransmitted, @Nullable Calm calm, @Nullable Trial trial) {
    /** TCP has not been asked. */
    static final long UNKNOWN = -1;

    static Query of(Duration at, Duration limit) {
      return new Query(at, limit, UNKNOWN, null, null);
    }

    Query with(@Nullable Trial other) {
      return new Query(at, limit, retransmitted, calm, other);
    }

    Query within(Duration other) {
      return new Query(at, other, retransmitted, calm, trial);
    }

    /** As TCP is seen at a time, from the first check on. */
    Query seen(@Nullable TcpFlow tcp, Duration now) {
      return tcp == null || retransmitted != UNKNOWN
          ? followed(tcp, now)
          : new Query(at, limit, tcp.retransmitted(), calm, trial);
    }

    /** As TCP is seen at a time, if it was checked before. */
    Query followed(@Nullable TcpFlow tcp, Duration now) {
      if (tcp == null || retransmitted == UNKNOWN || tcp.unacknowledged() > 0) {
        return this;
      }
      long before = calm == null ? retransmitted : calm.retransmitted();
      return tcp.retransmitted() == before
          ? this
          : new Query(at, limit, retransmitted, new Calm(tcp.retransmitted(), now), trial);
    }
  }

  /**
   * All bytes of ours were acknowledged after TCP had sent some again.
   *
   * @param retransmitted what it had sent again by then
   * @param since when it was first seen so
   */
  record Calm(long retransmitted, Duration since) {}

  /**
   * Another session answers while this one is silent.
   *
   * @param from when the other one began to
   * @param retransmitted what the machine's TCP had sent again at that time
   * @param repeatedAt when it was seen to have sent more again; null: not yet
   */
  record Trial(Duration from, long retransmitted, @Nullable Duration repeatedAt) {}

  /** Returns the ping that waits for its answer, or null. */
  default @Nullable Query query() {
    return switch (this) {
      case Asked(Query query) -> query;
      case Behind(Query query) -> query;
      case Late late -> late.query();
      case Alive _, Dead _ -> null;
    };
  }
}
