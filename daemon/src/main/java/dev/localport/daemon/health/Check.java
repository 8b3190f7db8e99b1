package dev.localport.daemon.health;

/** One way to find out whether a service is well. Thread-safe; nothing is kept between two runs. */
public interface Check {
  /** Returns what is done, {@code http GET /healthz}, without anything secret. */
  String label();

  /** Returns what is wrong with a service whose check takes too long, {@code no answer}. */
  String lateness();

  /**
   * Does it once. Has no timeout of its own: whoever runs it interrupts it, and what it opened or
   * started is closed and ended when it returns. To be run on a virtual thread, where an interrupt
   * ends reading and connecting, too.
   */
  Outcome run() throws InterruptedException;
}
