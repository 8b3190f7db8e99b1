package dev.localport.cli.command;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks whether a command can be run, before anything is done for it: by the rules of a shell. */
final class CommandPath {
  /** As shells end: the command was found, and cannot be run. */
  static final int NOT_EXECUTABLE = 126;

  /** As shells end: there is no such command. */
  static final int NOT_FOUND = 127;

  private CommandPath() {}

  /**
   * Looks for a command.
   *
   * @throws CommandException with {@link #NOT_FOUND} or {@link #NOT_EXECUTABLE}
   */
  static void require(CliEnvironment surroundings, String command) throws CommandException {
    List<Path> places = places(surroundings, command);
    if (places.stream().noneMatch(CommandPath::isProgram)) {
      throw places.stream().anyMatch(Files::exists)
          ? new CommandException(NOT_EXECUTABLE, notExecutable(surroundings, places))
          : new CommandException(NOT_FOUND, notFound(command));
    }
  }

  private static List<Path> places(CliEnvironment surroundings, String command) {
    Path here = surroundings.folder();
    if (command.contains("/")) {
      return List.of(here.resolve(command));
    }
    List<Path> places = new ArrayList<>();
    String path = surroundings.environment().getOrDefault("PATH", "/usr/bin:/bin");
    for (String folder : path.split(File.pathSeparator, -1)) {
      if (!command.isEmpty()) {
        places.add(here.resolve(folder).resolve(command));
      }
    }
    return places;
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private static String notExecutable(CliEnvironment surroundings, List<Path> places) {
    Path first = places.stream().filter(Files::exists).findFirst().orElseThrow();
    String file = surroundings.label(first);
    return Files.isDirectory(first)
        ? file + " is a folder, not a command"
        : "%s is not executable; make it so: chmod +x %s".formatted(file, file);
  }

  private static String notFound(String command) {
    return command.contains(" ")
        ? "command not found: \"%s\"; write its arguments as words of their own, or: sh -c '%s'"
            .formatted(command, command)
        : "command not found: %s%s"
            .formatted(command, command.contains("/") ? "" : "; it is not on your PATH");
  }
}
