package dev.localport.config;

import java.util.Arrays;
import java.util.Optional;

/** Which connection goes when more come than may be held. */
public enum Overflow {
  /** The one that comes last is closed at once. */
  REJECT_NEWEST("reject-newest"),
  /** The one that waited longest is closed. */
  DROP_OLDEST("drop-oldest");

  private final String word;

  Overflow(String word) {
    this.word = word;
  }

  /** Returns the word in files and on the wire. */
  public String word() {
    return word;
  }

  /** Returns the choice that is written as {@code word}. */
  public static Optional<Overflow> find(String word) {
    return Arrays.stream(values()).filter(choice -> choice.word.equals(word)).findFirst();
  }
}
