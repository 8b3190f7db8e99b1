package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import dev.localport.config.NotifyEvent;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that a hook listens to.
 *
 * @param word what it is for that hook: the weightiest of the words that it listens to
 */
record Told(JournalEntry entry, NotifyEvent word) {
  /* What matters most comes first. */
  private static final List<NotifyEvent> BY_WEIGHT =
      List.of(
          NotifyEvent.CLUSTER_OFFLINE,
          NotifyEvent.CLUSTER_BACK,
          NotifyEvent.FAILED,
          NotifyEvent.FLAPPING,
          NotifyEvent.UNHEALTHY,
          NotifyEvent.RECOVERED,
          NotifyEvent.CLUSTER,
          NotifyEvent.ERROR,
          NotifyEvent.DISCONNECTED,
          NotifyEvent.RECONNECTED,
          NotifyEvent.CONNECTED,
          NotifyEvent.HEALTH_CHECK,
          NotifyEvent.RECONNECTING,
          NotifyEvent.OPERATION,
          NotifyEvent.CONFIG_CHANGED,
          NotifyEvent.SETTINGS);

  /**
   * Returns what an entry is for a hook; null where it does not listen to it.
   *
   * @param words everything that the entry can be called
   * @param on the words that the hook listens to
   */
  static @Nullable Told find(JournalEntry entry, Set<NotifyEvent> words, Set<NotifyEvent> on) {
    return BY_WEIGHT.stream()
        .filter(word -> words.contains(word) && on.contains(word))
        .findFirst()
        .map(word -> new Told(entry, word))
        .orElse(null);
  }

  Side side() {
    return Side.of(word, entry);
  }

  /** Returns how much it matters: the smaller, the more. */
  int weight() {
    return BY_WEIGHT.indexOf(word);
  }

  /** Returns whether a cluster became unavailable with it. */
  boolean isOutage() {
    return word == NotifyEvent.CLUSTER_OFFLINE
        || (word == NotifyEvent.CLUSTER && Situation.isAway(String.valueOf(entry.state())));
  }
}
