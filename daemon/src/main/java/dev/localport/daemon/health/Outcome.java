package dev.localport.daemon.health;

/** What came of one check. */
public sealed interface Outcome {
  /** All is well. */
  record Well() implements Outcome {}

  /** The service is not well. */
  record Failed(String why) implements Outcome {}

  /** It says nothing of the service: there was no way to it, or the way was lost. */
  record NotMade(String why) implements Outcome {}
}
