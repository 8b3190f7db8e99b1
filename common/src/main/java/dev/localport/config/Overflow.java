package dev.localport.config;

import dev.localport.config.form.Word;

/** Which connection to drop when too many wait. */
public enum Overflow implements Word {
  /** The one that comes last is closed at once. */
  REJECT_NEWEST("reject-newest"),
  /** The one that waited longest is closed. */
  DROP_OLDEST("drop-oldest");

  private final String word;

  Overflow(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
