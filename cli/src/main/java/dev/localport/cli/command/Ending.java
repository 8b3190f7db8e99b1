package dev.localport.cli.command;

/** What ends a command that prints what a daemon sends, once that is enough. Used by one thread. */
final class Ending {
  private boolean over;
  private Runnable stop = () -> {};

  /** Takes what ends it: known only once the connection is there. */
  void by(Runnable stop) {
    this.stop = stop;
  }

  /** Tells whether it was ended. */
  boolean isOver() {
    return over;
  }

  /** Ends it. */
  void end() {
    over = true;
    stop.run();
  }
}
