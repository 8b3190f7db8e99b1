package dev.localport.e2e.traffic;

import dev.localport.e2e.Result;
import dev.localport.e2e.RunningProgram;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Servers of the machine, which never run as root: as {@code nobody} where the tests do. */
final class Unprivileged {
  private static final List<String> AS_USER =
      List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups");

  private Unprivileged() {}

  /** Returns the path of a program: on the PATH, or in one of more folders. */
  static Optional<String> find(String name, Path... more) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.concat(
            Stream.of(more), Stream.of(path.split(File.pathSeparator, -1)).map(Path::of))
        .map(folder -> folder.resolve(name))
        .filter(Files::isExecutable)
        .map(Path::toString)
        .findFirst();
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  /** Makes a folder that belongs to whom the servers run as; what is above it lets them through. */
  static Path folder(Path above, String name) throws IOException {
    Path folder = Files.createDirectory(above.resolve(name));
    if (isRoot()) {
      Files.setPosixFilePermissions(above, PosixFilePermissions.fromString("rwx--x--x"));
      Files.setOwner(
          folder,
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    }
    return folder;
  }

  /** Starts a program in a folder. */
  static RunningProgram start(Path folder, List<String> command) throws IOException {
    List<String> all = new ArrayList<>(isRoot() ? AS_USER : List.of());
    all.addAll(command);
    return RunningProgram.start(new ProcessBuilder(all).directory(folder.toFile()));
  }

  /** Runs a program to its end; it must succeed. */
  static void run(Path folder, List<String> command) throws IOException, InterruptedException {
    try (RunningProgram running = start(folder, command)) {
      Result result = running.awaitEnd();
      if (result.exit() != 0) {
        throw new AssertionError("%s: %s".formatted(command, result));
      }
    }
  }
}
