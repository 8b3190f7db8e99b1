package dev.localport.history;

import dev.localport.api.JournalEntry;
import dev.localport.api.Outage;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An outage while it lasts: how long by now, why, and what may end it. Confined to its owner. */
final class OpenOutage {
  /** A request counts as the end of an outage if the service is connected within this time. */
  private static final Duration HELPS = Duration.ofSeconds(10);

  private static final String OFFLINE = "cluster_offline";

  private static final Map<String, String> WAITS =
      Map.of(
          OFFLINE,
          "the cluster came back",
          "target_missing",
          "the target was found",
          "forbidden",
          "the cluster granted access",
          "credentials",
          "the cluster accepted the credentials",
          "circuit_open",
          "the first attempt after the circuit breaker's pause",
          "port_taken",
          "the local port became free",
          "port_denied",
          "the local port could be bound");

  private final Instant start;
  private final @Nullable String podBefore;
  private Duration length;
  private String cause;
  private boolean clusterNamed; // the cause is the cluster's: what follows from it is no news
  private @Nullable String reason; // what it waits for
  private int attempt; // the number of the one that comes; 0: none was announced
  private boolean restarted; // the daemon began again, and nothing has failed since
  private @Nullable String asked;
  private Instant askedAt = Instant.EPOCH;

  /**
   * An outage that begins.
   *
   * @param length how long it took before it was one, of a start that went wrong
   * @param podBefore the pod that the service was connected to, or null
   */
  OpenOutage(Instant start, Duration length, String cause, @Nullable String podBefore) {
    this.start = start;
    this.length = length;
    this.cause = cause;
    this.podBefore = podBefore;
  }

  void lasts(Duration more) {
    length = length.plus(more);
  }

  Duration length() {
    return length;
  }

  /** An attempt failed, or what the service waits for is known. */
  void trouble(JournalEntry entry) {
    restarted = false;
    asked = null;
    reason = entry.reason();
    attempt = entry.attempt();
    if (OFFLINE.equals(reason) && !clusterNamed) {
      clusterNamed = true;
      cause = cause(entry);
    }
  }

  /** Returns whether an attempt was announced that has not come to an end. */
  boolean isTrying() {
    return attempt > 0;
  }

  /** The daemon began again, and the service with it. */
  void restarted() {
    restarted = true;
    reason = null;
    attempt = 0;
  }

  /** A person or a program did something that may help. */
  void asked(String what, Instant at) {
    asked = what;
    askedAt = at;
  }

  /** Returns why a service is not connected, in words for people. */
  static String cause(JournalEntry entry) {
    String cause = entry.cause();
    if (OFFLINE.equals(entry.reason())) {
      String cluster = entry.context() == null ? "the cluster" : "cluster " + entry.context();
      return cluster + " is offline" + (cause == null ? "" : ": " + cause);
    }
    return cause != null ? cause : Objects.requireNonNullElse(entry.reason(), "connection lost");
  }

  /** Returns the outage that ended with the service up. */
  Outage up(JournalEntry entry) {
    return ended(entry.at(), endedBy(entry), entry.pod());
  }

  /** Returns the outage that something else ended. */
  Outage ended(Instant end, String by, @Nullable String pod) {
    return new Outage(start, end, length, cause, by, pod);
  }

  /** Returns the outage as it is while it lasts. */
  Outage open(Duration more) {
    return new Outage(start, null, length.plus(more), cause, null, null);
  }

  private String endedBy(JournalEntry entry) {
    String pod = entry.pod();
    if (asked != null && !entry.at().isAfter(askedAt.plus(HELPS))) {
      return asked;
    } else if (restarted) {
      return Course.DAEMON_STARTED;
    } else if (reason != null && !reason.equals("no_ready_pod")) {
      return WAITS.getOrDefault(reason, "connected again");
    } else if (pod != null && podBefore != null && !pod.equals(podBefore)) {
      return "a new pod " + pod;
    } else if (reason != null) {
      return pod == null ? "a pod became ready" : "pod " + pod + " became ready";
    }
    return attempt > 0 ? "reconnected at attempt " + attempt : "reconnected at once";
  }
}
