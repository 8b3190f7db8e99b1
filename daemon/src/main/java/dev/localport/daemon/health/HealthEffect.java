package dev.localport.daemon.health;

/** What the owner of a health check does after a step. */
enum HealthEffect {
  /** Begin a check. */
  CHECK,
  /** Give up the check that runs. */
  CANCEL,
  /** Tell that the service wants new sessions. */
  RESTART
}
