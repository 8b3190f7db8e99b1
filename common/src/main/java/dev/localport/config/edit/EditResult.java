package dev.localport.config.edit;

/** What became of a file that was to be changed. */
public sealed interface EditResult {
  /** The whole new text. */
  record Edited(String text) implements EditResult {}

  /** Nothing is to be written, and why: one line for the user. */
  record Refused(String why) implements EditResult {}
}
