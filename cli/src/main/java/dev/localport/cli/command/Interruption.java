package dev.localport.cli.command;

/**
 * While it is open, Ctrl-C prints a note before the program ends: what goes on though a user may
 * not expect it, or what came of the command.
 */
final class Interruption implements AutoCloseable {
  private final Thread hook;

  /** Has something printed if the program is asked to end. */
  Interruption(Runnable note) {
    hook = new Thread(note, "interruption");
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
