package dev.localport.daemon.health;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The health of a service, as it is shown. Immutable.
 *
 * @param lastKnown what it was at {@code lastCheck}, which still says something where it is unknown
 *     now
 * @param lastCheck when a check ended last, or null
 * @param failures how many checks have failed in a row
 * @param failure what is wrong, {@code health check http GET /healthz: answered 503, expected 200};
 *     null where nothing is
 */
public record HealthView(
    HealthWord word,
    HealthWord lastKnown,
    @Nullable Instant lastCheck,
    int failures,
    @Nullable String failure) {
  /** Of a service without a check. */
  public static final HealthView DISABLED =
      new HealthView(HealthWord.DISABLED, HealthWord.DISABLED, null, 0, null);

  /** Of a service that was not checked yet. */
  public static final HealthView UNKNOWN =
      new HealthView(HealthWord.UNKNOWN, HealthWord.UNKNOWN, null, 0, null);
}
