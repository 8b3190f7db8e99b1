package dev.localport.cli.doctor;

import dev.localport.api.Version;
import java.time.Duration;

/**
 * What a look for the daemon found.
 *
 * @param pid its process; 0: none, or not known
 * @param version of its program; empty where it is not known
 * @param words why it cannot be used, with what to do; empty where it can
 * @param answered how long its first answer took
 */
public record DaemonFacts(State state, long pid, String version, String words, Duration answered) {

  /** How it is. */
  public enum State {
    /** It answers. */
    RUNNING,
    /** It answers, in another protocol. */
    OTHER_PROTOCOL,
    /** None runs. */
    NONE,
    /** None runs, and the last one ended without cleaning up. */
    CRASHED,
    /** It lives, and does not answer. */
    UNREACHABLE,
    /** It cannot be told whether one runs. */
    UNKNOWN
  }

  /** Returns what there is without a daemon that answers. */
  public static DaemonFacts without(State state, long pid, String words) {
    return new DaemonFacts(state, pid, "", words, Duration.ZERO);
  }

  /** Tells whether it is of this program's version. */
  public boolean isOurVersion() {
    return state == State.RUNNING && version.equals(Version.current());
  }
}
