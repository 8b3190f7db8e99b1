package dev.localport.daemon.cluster;

import dev.localport.api.Failure;
import org.jspecify.annotations.Nullable;

/** What a monitor knows about the connection to its cluster. Immutable. */
sealed interface Reachability {
  /** Nothing yet. */
  record Unknown() implements Reachability {}

  /**
   * It answers.
   *
   * @param trouble the 5xx that it answers with while sessions live; null where it has none
   */
  record Answers(@Nullable Failure trouble) implements Reachability {}

  /**
   * It did not answer the last probes, which are not enough yet to call it offline.
   *
   * @param heralded whether the first miss was that of a session or an attempt
   */
  record Missing(int misses, boolean heralded, Failure why) implements Reachability {
    /** Returns how many of the misses were probes. */
    int probes() {
      return heralded ? misses - 1 : misses;
    }
  }

  /** It is offline. */
  record Away(int misses, Failure why) implements Reachability {}

  /**
   * It, or we, refuse: credentials, certificate, kubeconfig.
   *
   * @param looks how often it was checked again
   * @param looking whether a probe was answered since, and a collection shows whether that holds:
   *     {@code /livez} answers to anybody
   */
  record Refused(Failure why, int looks, boolean looking) implements Reachability {}

  /** The user has switched the monitor off. */
  record Off() implements Reachability {}

  /** Returns whether no attempt can succeed. */
  default boolean isAway() {
    return this instanceof Away;
  }

  /** Returns how many probes in a row were not answered. */
  default int misses() {
    return switch (this) {
      case Missing m -> m.misses();
      case Away a -> a.misses();
      case Unknown _, Answers _, Refused _, Off _ -> 0;
    };
  }

  /** Returns what went wrong, or null where nothing did. */
  default @Nullable Failure why() {
    return switch (this) {
      case Answers a -> a.trouble();
      case Missing m -> m.why();
      case Away a -> a.why();
      case Refused r -> r.why();
      case Unknown _, Off _ -> null;
    };
  }
}
