package dev.localport.daemon.forward.rules;

import dev.localport.api.FailureKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a suspended forward waits for. */
public enum SuspendedReason {
  /** The monitor says that the cluster is offline. */
  CLUSTER_OFFLINE("cluster_offline", Duration.ZERO),
  /** No pod behind the target is Ready. */
  NO_READY_POD("no_ready_pod", Duration.ofSeconds(10)),
  /** The target, its context, its namespace or its port does not exist. */
  TARGET_MISSING("target_missing", Duration.ofSeconds(30)),
  /** 403. */
  FORBIDDEN("forbidden", Duration.ofSeconds(60)),
  /**
   * 401, a plug-in that failed, a certificate that has expired, a kubeconfig that does not serve.
   */
  CREDENTIALS("credentials", Duration.ofSeconds(30)),
  /** Too many failures in a row on a healthy cluster. */
  CIRCUIT_OPEN("circuit_open", Duration.ZERO),
  /** Another program listens on the local port. */
  PORT_TAKEN("port_taken", Duration.ofSeconds(10)),
  /** The system does not let this user listen on the local port. */
  PORT_DENIED("port_denied", Duration.ofSeconds(60));

  private static final Duration LONGEST_LOOK = Duration.ofMinutes(10);
  private static final int MOST_DOUBLINGS = 10;

  private final String word;
  private final Duration lookAgainAfter;

  SuspendedReason(String word, Duration lookAgainAfter) {
    this.word = word;
    this.lookAgainAfter = lookAgainAfter;
  }

  /**
   * Returns how long to wait before looking again; for credentials the wait doubles up to ten
   * minutes, since each look may run a plug-in.
   *
   * @param looks how often it has been checked before
   */
  Duration lookAgainAfter(int looks) {
    if (this != CREDENTIALS) {
      return lookAgainAfter;
    }
    Duration grown = lookAgainAfter.multipliedBy(1L << Math.min(looks, MOST_DOUBLINGS));
    return grown.compareTo(LONGEST_LOOK) < 0 ? grown : LONGEST_LOOK;
  }

  /** Returns the word on the wire. */
  public String word() {
    return word;
  }

  /**
   * Returns the reason under which a failure is waited out, or null where another attempt is what
   * helps.
   */
  static @Nullable SuspendedReason of(FailureKind kind) {
    return switch (kind) {
      case KUBECONFIG, CERTIFICATE, CREDENTIALS -> CREDENTIALS;
      case FORBIDDEN -> FORBIDDEN;
      case CONTEXT_MISSING, TARGET_MISSING -> TARGET_MISSING;
      case NO_READY_POD -> NO_READY_POD;
      case PORT_TAKEN -> PORT_TAKEN;
      case PORT_DENIED -> PORT_DENIED;
      case UNREACHABLE, SESSION, CONFIGURATION -> null;
    };
  }
}
