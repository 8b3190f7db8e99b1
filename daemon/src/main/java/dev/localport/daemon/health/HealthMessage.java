package dev.localport.daemon.health;

import dev.localport.daemon.actor.Actor;

/** Messages for the owner of a health check. */
sealed interface HealthMessage extends Actor.Message {
  /** An event of the rules as it is. */
  record Happened(HealthEvent event) implements HealthMessage {}

  /** The check with this number has ended; comes once for each that was begun. */
  record Ended(int number, CheckOutcome outcome) implements HealthMessage {}

  /** A check may be due, or the time of the one that runs may be over. */
  record TimeCame() implements HealthMessage {}
}
