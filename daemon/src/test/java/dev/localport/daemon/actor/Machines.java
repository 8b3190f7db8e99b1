package dev.localport.daemon.actor;

/** Machines whose owner is the test's thread. */
public final class Machines {
  private Machines() {}

  /** Lets a machine begin. */
  public static void begin(Actor.Work<?> machine) {
    try {
      machine.begin();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Lets a machine read a message. */
  public static <M extends Actor.Message> void read(Actor.Work<M> machine, M message) {
    try {
      machine.read(message);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
