package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.paths.UserLocale;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A command that runs in the place of this one: with its input, its output and its exit code. It
 * gets the signals that this process gets, and is never ended otherwise: it may have reasons to
 * take its time.
 */
final class ChildCommand {
  private static final String INT = "INT";
  private static final String TERM = "TERM";
  private static final String HUP = "HUP";

  private final Output output;
  private final List<String> words;
  private final List<String> early = new ArrayList<>();
  private final boolean began = TerminalJob.isForeground();
  private @Nullable Process process; // set once, under the lock
  private boolean asked;

  /** Takes a command and its arguments. */
  ChildCommand(Output output, List<String> words) {
    this.output = output;
    this.words = List.copyOf(words);
  }

  /**
   * Runs the command to its end.
   *
   * @param variables what it gets besides those of this process
   * @return its exit code; 128 + n where signal n ended it, as shells have it
   * @throws CommandException if it cannot be started
   */
  int run(CliEnvironment surroundings, Map<String, String> variables) throws CommandException {
    try (Signals _ = Signals.hear(List.of(INT, TERM, HUP), this::hear)) {
      Process started = start(surroundings, variables);
      begin(started);
      return started.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new CommandException(ExitCode.INTERRUPTED, "interrupted");
    }
  }

  private Process start(CliEnvironment surroundings, Map<String, String> variables)
      throws CommandException {
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(surroundings.folder().toFile()).inheritIO();
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(surroundings.environment());
    UserLocale.restore(environment);
    environment.putAll(variables);
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandException(
          CommandPath.NOT_EXECUTABLE,
          "%s cannot be started; is it a program for this machine?".formatted(words.getFirst()),
          e);
    }
  }

  /* A signal that came before the command was there has not reached it by a terminal either. */
  private void begin(Process started) {
    List<String> missed;
    synchronized (this) {
      process = started;
      missed = List.copyOf(early);
    }
    missed.forEach(name -> send(started, name));
  }

  private void hear(String name) {
    Process running;
    boolean again;
    synchronized (this) {
      running = process;
      if (running == null) {
        early.add(name);
        return;
      }
      again = asked;
      asked |= name.equals(TERM);
    }
    if (!isSentByTerminal(name)) {
      send(running, name);
    }
    if (again && name.equals(TERM) && running.isAlive()) {
      output.note(
          "%s (pid %d) still runs; to kill it: kill -9 %d"
              .formatted(words.getFirst(), running.pid(), running.pid()));
    }
  }

  /* When a terminal is closed, it is gone by now: what counts is where the command began. */
  private boolean isSentByTerminal(String name) {
    return switch (name) {
      case INT -> TerminalJob.isForeground();
      case HUP -> began;
      default -> false;
    };
  }

  /* Java itself sends SIGTERM alone; kill is a part of every shell, and not of every machine. */
  private void send(Process to, String name) {
    if (!to.isAlive()) {
      return;
    } else if (name.equals(TERM)) {
      to.destroy();
      return;
    }
    try {
      Process _ =
          new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, String.valueOf(to.pid()))
              .start();
    } catch (IOException e) {
      output.error("SIG%s could not be passed on to %s".formatted(name, words.getFirst()));
      output.trace(e);
    }
  }
}
