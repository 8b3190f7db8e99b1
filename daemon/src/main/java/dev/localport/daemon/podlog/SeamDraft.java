package dev.localport.daemon.podlog;

import dev.localport.api.Durations;
import dev.localport.api.PodLogSeam;
import dev.localport.api.PodLogSource;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A seam that is not printed yet: all that happens until the log continues is one. Used by one
 * thread.
 */
final class SeamDraft {
  private final PodLogSource before;
  private final @Nullable Instant lastLineAt;
  private @Nullable Instant interruptedAt;
  private String cause = "";
  private String lost = "";

  /**
   * Begins one.
   *
   * @param before whose log was read
   * @param lastLineAt the instant of its last line; null: it had none
   */
  SeamDraft(PodLogSource before, @Nullable Instant lastLineAt) {
    this.before = before;
    this.lastLineAt = lastLineAt;
  }

  /** Nothing can be read from then on; only the first time counts. */
  void interrupted(Instant now, String why) {
    if (interruptedAt == null) {
      interruptedAt = now;
      cause = why;
    }
  }

  /** Returns when the interruption began; null: there is none. */
  @Nullable Instant interruptedAt() {
    return interruptedAt;
  }

  /** Lines may be missing, for a reason that ends the sentence; only the first one counts. */
  void lost(String why) {
    lost = lost.isEmpty() ? why : lost;
  }

  /** Returns why lines may be missing; empty: none are. */
  String lost() {
    return lost;
  }

  /** Returns the seam, behind which the log of {@code after} continues. */
  PodLogSeam seam(PodLogSource after, Instant now) {
    Duration time = interruptedAt == null ? Duration.ZERO : Duration.between(interruptedAt, now);
    String kind = kind(after);
    return new PodLogSeam(
        kind,
        after.pod(),
        after.container(),
        before.pod(),
        lost.isEmpty() ? PodLogSeam.NONE : PodLogSeam.POSSIBLE,
        lastLineAt,
        Math.max(0, time.toMillis()),
        what(kind, after) + interruption(time) + "; " + missing(kind));
  }

  private String kind(PodLogSource after) {
    if (!after.uid().equals(before.uid())) {
      return PodLogSeam.REPLACED;
    }
    return after.equals(before) ? PodLogSeam.RECONNECTED : PodLogSeam.RESTARTED;
  }

  private String what(String kind, PodLogSource after) {
    return switch (kind) {
      case PodLogSeam.REPLACED ->
          after.pod().equals(before.pod())
              ? "pod %s was replaced by another one of that name".formatted(before.pod())
              : "pod %s was replaced by %s".formatted(before.pod(), after.pod());
      case PodLogSeam.RESTARTED ->
          "container %s of pod %s restarted".formatted(after.container(), after.pod());
      default -> "log of pod %s continues".formatted(after.pod());
    };
  }

  private String interruption(Duration time) {
    return interruptedAt == null
        ? ""
        : " after an interruption of %s (%s)".formatted(shown(time), cause);
  }

  private static String shown(Duration time) {
    long seconds = time.toSeconds();
    if (seconds < 1) {
      return "%d ms".formatted(Math.max(0, time.toMillis()));
    }
    return seconds < 60
        ? String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3)
        : Durations.show(time);
  }

  private String missing(String kind) {
    if (!lost.isEmpty()) {
      return lost;
    }
    return kind.equals(PodLogSeam.RECONNECTED)
        ? "nothing is missing"
        : "nothing is missing: the previous log was read to its end";
  }
}
