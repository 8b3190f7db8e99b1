package dev.localport.config;

import dev.localport.config.form.Word;

/** Which pods behind a target can be used; a pod that is named itself has to be Running only. */
public enum Readiness implements Word {
  /** Those that are Ready, and those of a Service with {@code publishNotReadyAddresses}. */
  ONLY("only"),
  /** Those that run, Ready or not. */
  ANY("any");

  private final String word;

  Readiness(String word) {
    this.word = word;
  }

  @Override
  public String word() {
    return word;
  }
}
