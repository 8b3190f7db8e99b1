package dev.localport.daemon.health;

import dev.localport.daemon.actor.Actor;

/** What comes to a monitor's mailbox. */
sealed interface Mail extends Actor.Mail {
  /** An event of the world outside. */
  record Told(HealthEvent event) implements Mail {}

  /** The check with this number has ended; comes once for each that was begun. */
  record Ended(int number, Outcome outcome) implements Mail {}

  /** The time of the check with this number is over. */
  record Late(int number) implements Mail {}
}
