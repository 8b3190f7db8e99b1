package dev.localport.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a file says about the daemon itself, and not about services.
 *
 * @param notifications which events are sent where
 * @param metrics where measurements can be collected; null: nowhere
 * @param journal what the daemon remembers; null: the file says nothing about that
 */
public record DaemonConfig(
    List<NotifyConfig> notifications,
    @Nullable MetricsConfig metrics,
    @Nullable JournalConfig journal) {
  /** A file that says nothing about it. */
  public static final DaemonConfig NONE = new DaemonConfig(List.of(), null, null);

  /** Copies the list, so that it never changes. */
  public DaemonConfig {
    notifications = List.copyOf(notifications);
  }
}
