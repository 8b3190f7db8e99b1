package dev.localport.config;

import dev.localport.config.form.Word;

/** How much the daemon logs. */
public enum LogLevel implements Word {
  /** What failed. */
  ERROR("error"),
  /** Also what went wrong. */
  WARN("warn"),
  /** Also what changed; the default. */
  INFO("info"),
  /** Also what was done. */
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
