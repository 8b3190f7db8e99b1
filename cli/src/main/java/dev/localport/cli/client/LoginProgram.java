package dev.localport.cli.client;

import dev.localport.cli.manager.ServiceProgram;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The program that the login service runs: the daemon's Java itself. With {@code localport daemon
 * run} there would be two Javas, and signals would have further to go. It takes the place of a
 * daemon that was started without the service manager.
 */
public final class LoginProgram {
  private static final String MAIN = "dev.localport.cli.Main";

  private LoginProgram() {}

  /**
   * Returns the program that belongs to this command line.
   *
   * @throws CommandException if it is unknown where the daemon's classes are
   */
  public static ServiceProgram of(CliEnvironment surroundings) throws CommandException {
    List<String> command =
        DaemonProgram.command(surroundings, DaemonProcess.MAIN, DaemonProcess.REPLACING);
    String classes =
        Objects.requireNonNull(surroundings.programs().daemonClassPath(), "checked above");
    return new ServiceProgram(
        surroundings.programs().java(), classes, command, reload(surroundings.programs().java()));
  }

  /* A command and no signal: its exit code and its output say whether the files can be used. */
  private static List<String> reload(Path java) {
    return List.of(
        java.toString(),
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx64m",
        "-cp",
        folded(System.getProperty("java.class.path")),
        MAIN,
        "daemon",
        "reload");
  }

  /**
   * Returns a class path of jars in one folder as that folder: an update may bring jars of other
   * names.
   */
  static String folded(String classPath) {
    List<Path> entries = Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of).toList();
    Set<Path> folders =
        entries.stream().map(entry -> entry.resolveSibling("")).collect(Collectors.toSet());
    boolean jars = entries.stream().allMatch(entry -> entry.toString().endsWith(".jar"));
    return jars && folders.size() == 1
        ? folders.iterator().next().resolve("*").toString()
        : classPath;
  }
}
