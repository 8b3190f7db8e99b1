package dev.localport.cli.command;

import dev.localport.cli.render.Output;

/**
 * While it is open, Ctrl-C prints a note before the program ends: what a user may not expect to go
 * on.
 */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  /** Prints the note if the program is asked to end. */
  Interruption(Output output, String note) {
    hook = new Thread(() -> output.note(note), "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the program is ending: the note is printed
    }
  }
}
