package dev.localport.config;

import dev.localport.config.form.Word;

/** How much the daemon logs. */
public enum LogLevel implements Word {
  /** What failed. */
  ERROR("error"),
  /** What went wrong as well. */
  WARN("warn"),
  /** What changed as well; the default. */
  INFO("info"),
  /** What was done as well. */
  DEBUG("debug"),
  /** Everything. */
  TRACE("trace");

  private final String word;

  LogLevel(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
