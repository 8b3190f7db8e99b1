package dev.localport.daemon.health;

/** What came of one check. */
public sealed interface CheckOutcome {
  /** All is well. */
  record Well() implements CheckOutcome {}

  /** The service is not well. */
  record Failed(String why) implements CheckOutcome {}

  /** It says nothing of the service: there was no connection to it, or the connection was lost. */
  record NotMade(String why) implements CheckOutcome {}
}
