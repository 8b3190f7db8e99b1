package dev.localport.cli.client;

import dev.localport.api.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The daemon's command line, and how it becomes a process: detached, or as a child in the
 * foreground. It gets the whole environment, since credential plug-ins need it.
 */
public final class DaemonProcess {
  /**
   * How the daemon's Java runs: sized for a hundred forwards, and allowed what Netty needs. The one
   * place of these flags.
   */
  static final List<String> FLAGS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms16m",
          "-Xmx256m",
          "-XX:MaxDirectMemorySize=128m",
          "-Xss512k",
          "-XX:ReservedCodeCacheSize=64m",
          "-XX:+UseCompactObjectHeaders",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  /** Has a daemon in the foreground say where it is, once it answers. */
  public static final List<String> TALKATIVE = List.of("foreground");

  private static final String MAIN = "dev.localport.daemon.Main";
  private static final File NULL = new File("/dev/null");
  private static final long MAX_OUTPUT = 1 << 20;

  /* A job of its own for a shell without setsid: macOS has none. */
  private static final List<String> JOB =
      List.of("/bin/sh", "-c", "set -m; nohup \"$@\" &", "localport");

  private final Surroundings surroundings;

  /** Takes java, class path and environment from the surroundings. */
  public DaemonProcess(Surroundings surroundings) {
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
   * Starts the daemon in a session of its own, away from the terminal: neither Ctrl-C nor the end
   * of the shell reaches it. On a machine without {@code setsid} the process returned is that of a
   * shell, which ends with 0 at once.
   */
  Process startDetached() throws CommandException {
    List<String> command = new ArrayList<>(detacher());
    command.addAll(command());
    File output = outputFile().toFile();
    ProcessBuilder builder =
        builder(command)
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
    List<String> command = new ArrayList<>(command());
    command.addAll(arguments);
    return start(builder(command).inheritIO());
  }

  private static Process start(ProcessBuilder builder) throws CommandException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "the daemon cannot be started: " + e.getMessage(), e);
    }
  }

  private ProcessBuilder builder(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(new File("/"));
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(surroundings.environment());
    return builder;
  }

  private List<String> command() throws CommandException {
    String classPath = surroundings.daemonClassPath();
    if (classPath == null) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the daemon's program is not known; run LocalPort with its script localport, which sets"
              + " localport.daemon.classpath");
    }
    List<String> command = new ArrayList<>();
    command.add(surroundings.java().toString());
    command.addAll(FLAGS);
    command.addAll(List.of("-cp", classPath, MAIN));
    return command;
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
