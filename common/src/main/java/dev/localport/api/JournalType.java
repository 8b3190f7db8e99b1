package dev.localport.api;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an entry of the journal is about. */
public enum JournalType {
  /** A service is connected for the first time since it was started. */
  CONNECTED("connected"),
  /** A connected service lost its last session without being asked to stop. */
  DISCONNECTED("disconnected"),
  /** A service is not connected and will be tried again. */
  RECONNECTING("reconnecting"),
  /** A service is connected again, after a loss or a wait. */
  RECONNECTED("reconnected"),
  /** A service cannot be connected, for a reason that is not its cluster's. */
  ERROR("error"),
  /** The health check of a service has another result than before. */
  HEALTH_CHECK("health_check"),
  /** A configuration file was loaded, or could not be loaded again. */
  CONFIG_CHANGED("config_changed"),
  /** The state of a cluster changed. */
  CLUSTER("cluster"),
  /** A user or another program asked for something, or what was asked for came to an end. */
  OPERATION("operation"),
  /** A setting was changed. */
  SETTINGS("settings");

  private final String word;

  JournalType(String word) {
    this.word = word;
  }

  /** Returns the type as it is written, such as {@code health_check}. */
  public String word() {
    return word;
  }

  /** Returns all words, in order. */
  public static List<String> words() {
    return Arrays.stream(values()).map(JournalType::word).toList();
  }

  /** Returns the type of a word; null for one that this version does not know. */
  public static @Nullable JournalType find(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst().orElse(null);
  }
}
