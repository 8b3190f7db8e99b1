package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The daemon's command line, and how it becomes a process: detached, or as a child in the
 * foreground. It gets the whole environment, since credential plug-ins need it.
 */
public final class DaemonProcess {
  /** Has a daemon in the foreground say where it is, once it answers. */
  public static final List<String> TALKATIVE = List.of("foreground");

  /** Has a new daemon take the place of the one that runs. */
  static final List<String> REPLACING = List.of("replace");

  /** The daemon's main class. */
  public static final String MAIN = "dev.localport.daemon.Main";

  private static final File NULL = new File("/dev/null");
  private static final long MAX_OUTPUT = 1 << 20;

  /*
   * A job of its own for a shell without setsid: macOS has none. Not with nohup: the daemon reloads
   * on SIGHUP and does not end, and a signal that is ignored from the start cannot be heard.
   */
  private static final List<String> JOB = List.of("/bin/sh", "-c", "set -m; \"$@\" &", "localport");

  private final CliEnvironment surroundings;

  /** Takes java, class path and environment from the surroundings. */
  public DaemonProcess(CliEnvironment surroundings) {
    this.surroundings = surroundings;
  }

  /** Returns where a detached daemon's output goes: what is said before there is a log. */
  Path outputFile() {
    return surroundings.places().logsFolder().resolve("daemon.out");
  }

  /** Returns how much of the output file is kept when a daemon is started now. */
  long keptOutput() {
    long length = outputFile().toFile().length();
    return length > MAX_OUTPUT ? 0 : length;
  }

  /**
   * Starts the daemon in its own session, detached from the terminal: neither Ctrl-C nor the end of
   * the shell reaches it. On a machine without {@code setsid} the process returned is that of a
   * shell, which ends with 0 at once.
   *
   * @param arguments of the daemon's program, such as {@link #REPLACING}
   */
  Process startDetached(List<String> arguments) throws CommandException {
    List<String> command = new ArrayList<>(detacher());
    command.addAll(command(arguments));
    File output = outputFile().toFile();
    ProcessBuilder builder =
        DaemonProgram.builder(surroundings, command)
            .redirectInput(NULL)
            .redirectErrorStream(true)
            .redirectOutput(
                keptOutput() == 0
                    ? ProcessBuilder.Redirect.to(output)
                    : ProcessBuilder.Redirect.appendTo(output));
    return start(builder);
  }

  /**
   * Starts the daemon as a child that shares this process's terminal.
   *
   * @param arguments of the daemon's program, such as {@link #TALKATIVE}
   */
  public Process startInForeground(List<String> arguments) throws CommandException {
    return start(DaemonProgram.builder(surroundings, command(arguments)).inheritIO());
  }

  private static Process start(ProcessBuilder builder) throws CommandException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the daemon cannot be started: " + e.getMessage(), e);
    }
  }

  private List<String> command(List<String> arguments) throws CommandException {
    return DaemonProgram.command(surroundings, MAIN, arguments);
  }

  private List<String> detacher() {
    for (String folder :
        surroundings.environment().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path setsid = Path.of(folder, "setsid");
      if (setsid.isAbsolute() && Files.isExecutable(setsid)) {
        return List.of(setsid.toString());
      }
    }
    return JOB;
  }
}
