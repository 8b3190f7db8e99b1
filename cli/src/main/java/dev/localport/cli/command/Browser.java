package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The user's browser: what {@code $BROWSER} names, else what the desktop has.
 *
 * @param words the command; {@code %s} stands for the address, which else is the last word
 */
record Browser(CliEnvironment surroundings, List<String> words) {
  private static final String ADDRESS = "%s";

  /** Returns the browser; null where there is none, see {@link #missing}. */
  static @Nullable Browser find(CliEnvironment surroundings) {
    Map<String, String> environment = surroundings.environment();
    for (String named : environment.getOrDefault("BROWSER", "").split(File.pathSeparator, -1)) {
      List<String> words = List.of(named.strip().split("\\s+", -1));
      if (isThere(surroundings, words.getFirst())) {
        return new Browser(surroundings, words);
      }
    }
    if (isRemote(environment)) {
      return null;
    } else if (surroundings.system().isMac()) {
      return new Browser(surroundings, List.of("open"));
    }
    boolean desktop = isSet(environment, "DISPLAY") || isSet(environment, "WAYLAND_DISPLAY");
    return desktop && isThere(surroundings, "xdg-open")
        ? new Browser(surroundings, List.of("xdg-open"))
        : null;
  }

  /** Says why there is no browser. */
  static String missing(CliEnvironment surroundings) {
    return isRemote(surroundings.environment())
        ? "no browser here: this is an SSH session, and the address is one of the remote machine"
        : "no browser found: set BROWSER, or open the address yourself";
  }

  /* A display that SSH forwards has a browser. */
  private static boolean isRemote(Map<String, String> environment) {
    boolean ssh = isSet(environment, "SSH_CONNECTION") || isSet(environment, "SSH_TTY");
    return ssh && !isSet(environment, "DISPLAY");
  }

  private static boolean isSet(Map<String, String> environment, String name) {
    return !environment.getOrDefault(name, "").isEmpty();
  }

  private static boolean isThere(CliEnvironment surroundings, String program) {
    if (program.isEmpty()) {
      return false;
    }
    String path = program.contains("/") ? "." : surroundings.environment().getOrDefault("PATH", "");
    for (String folder : path.split(File.pathSeparator, -1)) {
      Path file = surroundings.folder().resolve(folder).resolve(program);
      if (Files.isRegularFile(file) && Files.isExecutable(file)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Opens an address, and waits for the program: one of a text terminal is read there.
   *
   * @throws CommandException if it fails
   */
  void open(String address) throws CommandException {
    List<String> command = new ArrayList<>();
    words.forEach(word -> command.add(word.replace(ADDRESS, address)));
    if (words.stream().noneMatch(word -> word.contains(ADDRESS))) {
      command.add(address);
    }
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(surroundings.folder().toFile()).inheritIO();
    builder.environment().clear();
    builder.environment().putAll(surroundings.environment());
    try {
      int exit = builder.start().waitFor();
      if (exit != 0) {
        throw failed(address, "ended with " + exit, null);
      }
    } catch (IOException e) {
      throw failed(address, "cannot be started", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(address, "was interrupted", e);
    }
  }

  private CommandException failed(String address, String what, @Nullable Exception cause) {
    String message = "%s %s; the address is %s".formatted(words.getFirst(), what, address);
    return cause == null
        ? new CommandException(ExitCode.GENERAL, message)
        : new CommandException(ExitCode.GENERAL, message, cause);
  }
}
