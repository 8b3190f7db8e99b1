package dev.localport.cli.ui;

/** What follows from an event, besides another picture. */
sealed interface UiOutcome {
  /** Nothing does. */
  record Nothing() implements UiOutcome {}

  /** The daemon is asked for something. */
  record Ask(UiRequest request) implements UiOutcome {}

  /** A text goes to the clipboard. */
  record Copy(String text) implements UiOutcome {}

  /** The process is stopped until a shell continues it. */
  record Suspend() implements UiOutcome {}

  /**
   * The screen ends.
   *
   * @param exitCode of the command
   */
  record Quit(int exitCode) implements UiOutcome {}
}
