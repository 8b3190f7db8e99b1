package dev.localport.daemon.cluster;

import dev.localport.api.ClusterStatus.Latency;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the newest answers to probes say: how long they took, and how far the server's clock is off.
 * Immutable.
 *
 * @param answers at most {@link #KEPT}, the newest last
 * @param handshake one that had to wait for a connection: the time that it took says little of the
 *     server and is not shown, its clock counts while there is no other
 */
record Latencies(List<Answer> answers, @Nullable Answer handshake) {
  /** Nothing was answered yet. */
  static final Latencies NONE = new Latencies(List.of(), null);

  private static final int KEPT = 32;

  /**
   * This many answers decide whether a cluster is slow now; the 32 go back a quarter of an hour.
   */
  private static final int RECENT = 5;

  /** One slow answer is no slow cluster: of two, the faster one counts. */
  private static final int ENOUGH = 2;

  /** A Date header has whole seconds, and travels: less than this is no difference. */
  private static final double SKEW_ERROR_SECONDS = 2;

  Latencies {
    answers = List.copyOf(answers);
  }

  Latencies with(Answer answer) {
    List<Answer> all = new ArrayList<>(answers);
    all.add(answer);
    return new Latencies(newest(all, KEPT), handshake);
  }

  /** Returns these with an answer that came over a connection made for it. */
  Latencies withHandshake(Answer answer) {
    return new Latencies(answers, answer);
  }

  /** Returns those that say most, in the order in which they came. */
  private List<Answer> telling() {
    return answers.isEmpty() && handshake != null ? List.of(handshake) : answers;
  }

  /** Returns what users see. */
  Latency shown() {
    if (answers.isEmpty()) {
      return Latency.UNKNOWN;
    }
    List<Duration> times = sorted(answers);
    return new Latency(
        millis(answers.getLast().took()), millis(rank(times, 0.5)), millis(rank(times, 0.95)));
  }

  /** Returns the median of the few newest answers; null before there are enough. */
  @Nullable Duration recent() {
    return answers.size() < ENOUGH ? null : rank(sorted(newest(answers, RECENT)), 0.5);
  }

  /** Returns how far the server's clock is ahead; null where that is not known, or nothing. */
  @Nullable Double skewSeconds() {
    List<Answer> telling = telling();
    if (telling.isEmpty()) {
      return null;
    }
    List<Duration> skews = telling.stream().map(Answer::skew).sorted().toList();
    double seconds = rank(skews, 0.5).toMillis() / 1000.0;
    return Math.abs(seconds) < SKEW_ERROR_SECONDS ? null : seconds;
  }

  private static List<Answer> newest(List<Answer> all, int most) {
    return all.subList(Math.max(0, all.size() - most), all.size());
  }

  private static List<Duration> sorted(List<Answer> some) {
    return some.stream().map(Answer::took).sorted().toList();
  }

  private static Duration rank(List<Duration> sorted, double share) {
    return sorted.get((int) Math.ceil(share * sorted.size()) - 1);
  }

  private static double millis(Duration time) {
    return Math.round(time.toNanos() / 10_000.0) / 100.0;
  }
}
