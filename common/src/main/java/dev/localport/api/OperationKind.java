package dev.localport.api;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a user or another program can ask of a service. */
public enum OperationKind {
  /** The service is to run. */
  START("start"),
  /** The service has to stop. */
  STOP("stop"),
  /** New sessions, to another pod where there is one. */
  RESTART("restart"),
  /** New sessions, without waiting for the next attempt. */
  RECONNECT("reconnect");

  private final String word;

  OperationKind(String word) {
    this.word = word;
  }

  /** Returns the operation as it is written: the name of its command. */
  public String word() {
    return word;
  }

  /** Returns the operation of a word; null for one that this version does not know. */
  public static @Nullable OperationKind find(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst().orElse(null);
  }
}
