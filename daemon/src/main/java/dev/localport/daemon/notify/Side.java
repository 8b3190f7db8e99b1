package dev.localport.daemon.notify;

import dev.localport.api.JournalEntry;
import dev.localport.config.NotifyEvent;
import java.util.Objects;

/** Whether an event is the beginning of trouble, its end, or neither. */
enum Side {
  /** Something does not work anymore. */
  BEGINNING,
  /** Something works, or works again. */
  END,
  /** Neither: a file, a setting, or what a user asked for. */
  OTHER;

  /** Returns the side of an event. */
  static Side of(NotifyEvent word, JournalEntry entry) {
    return switch (word) {
      case FAILED, CLUSTER_OFFLINE, UNHEALTHY, FLAPPING, DISCONNECTED, RECONNECTING, ERROR ->
          BEGINNING;
      case RECOVERED, CLUSTER_BACK, CONNECTED, RECONNECTED -> END;
      case HEALTH_CHECK -> Objects.equals(entry.state(), "healthy") ? END : BEGINNING;
      case CLUSTER -> cluster(entry);
      case CONFIG_CHANGED, OPERATION, SETTINGS -> OTHER;
    };
  }

  private static Side cluster(JournalEntry entry) {
    return switch (String.valueOf(entry.state())) {
      case "offline", "error", "reconnecting" -> BEGINNING;
      case "degraded" -> Objects.equals(entry.previous(), "connected") ? BEGINNING : END;
      default -> END;
    };
  }
}
