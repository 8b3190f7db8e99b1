package dev.localport.cli.ui;

import dev.localport.api.StatusReply;

/** What the screen reacts to. */
sealed interface UiEvent {
  /** A key was pressed. */
  record Pressed(Key key) implements UiEvent {}

  /** The terminal has another size, or is ours again. */
  record Changed() implements UiEvent {}

  /** How everything is now. */
  record Status(StatusReply reply) implements UiEvent {}

  /** What {@link UiRequest.Details} found. */
  record Details(String service, TextPane.Content text) implements UiEvent {}

  /** What {@link UiRequest.Log} found. */
  record Log(String service, TextPane.Content text) implements UiEvent {}

  /** Something was done. */
  record Done(String message) implements UiEvent {}

  /** Something failed. */
  record Failed(String message) implements UiEvent {}

  /** A service asks before it is started. */
  record ConfirmationNeeded(UiRequest.Act request) implements UiEvent {}

  /** The daemon does not run, or does not respond. */
  record DaemonLost(String message) implements UiEvent {}
}
