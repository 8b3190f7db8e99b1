package dev.localport.daemon.forward;

import dev.localport.daemon.health.HealthView;
import dev.localport.daemon.health.HealthWord;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reports what is wrong with a service though its session lives: the pod refuses connections, or
 * the health check fails. Each at once, and then at most every 10 s. Used by the forward's owner.
 */
final class Troubles {
  static final Duration PAUSE = Duration.ofSeconds(10);

  private final Supplier<HealthView> health;
  private final Reports reports;
  private final Paced refusals = new Paced(PAUSE);
  private final Paced checks = new Paced(PAUSE);
  private String where = "";
  private boolean isUnhealthy; // as it was reported

  /** Where troubles are reported. */
  interface Reports {
    /** Connections were refused; {@code where}: {@code port 80 in pod web-1}. */
    void refused(String where);

    /** The health check fails; {@code why}: what it says. */
    void unhealthy(String why);

    /** The health check passes again. */
    void healthy();
  }

  Troubles(Supplier<HealthView> health, Reports reports) {
    this.health = health;
    this.reports = reports;
  }

  /** A connection was refused, or several. */
  void refused(String pod, int port, Instant now) {
    where = "port %d in pod %s".formatted(port, pod);
    refusals.set(true);
    onTime(now);
  }

  /** A health check has ended. */
  void checked(Instant now) {
    HealthWord word = health.get().word();
    boolean isKnown = word == HealthWord.HEALTHY || word == HealthWord.UNHEALTHY;
    checks.set(isKnown && isUnhealthy != (word == HealthWord.UNHEALTHY));
    onTime(now);
  }

  /** Reports what is due. */
  void onTime(Instant now) {
    if (refusals.isTime(now)) {
      reports.refused(where);
    }
    if (checks.isTime(now)) {
      report(health.get());
    }
  }

  private void report(HealthView view) {
    isUnhealthy = view.word() == HealthWord.UNHEALTHY;
    if (isUnhealthy) {
      reports.unhealthy(Objects.requireNonNullElse(view.failure(), "unhealthy"));
    } else {
      reports.healthy();
    }
  }

  /** Returns when something is due; null where nothing is. */
  @Nullable Instant lookAt(Instant now) {
    return Stream.of(refusals.lookAt(now), checks.lookAt(now))
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElse(null);
  }
}
