package dev.localport.cli.demo;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A new folder that its user alone may enter: the daemon's home, the cluster's files and the
 * configuration. Closing removes it with all that is in it.
 */
final class DemoFolder implements AutoCloseable {
  private static final String CONFIG =
      """
      # The demo's own; both services are in the simulated cluster.
      version: "1.0"

      services:
        - name: web
          connection: {resource_name: web, namespace: demo}
          local_port: auto
          remote_port: http

        - name: db
          connection: {resource_type: statefulset, resource_name: db, namespace: demo}
          local_port: auto
          remote_port: greeting
      """;

  private final Path folder;

  private DemoFolder(Path folder) {
    this.folder = folder;
  }

  /** Makes one in the system's folder for temporary files. */
  static DemoFolder make() throws CommandException {
    DemoFolder made;
    try {
      made = new DemoFolder(Files.createTempDirectory("localport-demo-")); // with mode 0700
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "no folder for the demo can be made: " + e.getMessage(), e);
    }
    try {
      Path _ = Files.writeString(made.config(), CONFIG);
      return made;
    } catch (IOException e) {
      CommandException failure =
          new CommandException(
              ExitCode.GENERAL, made.config() + " cannot be written: " + e.getMessage(), e);
      try (made) {
        throw failure;
      }
    }
  }

  /** Returns where it is: what LOCALPORT_HOME is for the demo's daemon. */
  Path path() {
    return folder;
  }

  Path config() {
    return folder.resolve("localport.yaml");
  }

  /** Returns the simulated cluster's own folder, which that makes and removes. */
  Path cluster() {
    return folder.resolve("cluster");
  }

  /** Returns where the simulated cluster says what goes wrong in it. */
  Path clusterLog() {
    return folder.resolve("cluster.log");
  }

  @Override
  public void close() throws CommandException {
    try {
      Path _ = Files.walkFileTree(folder, new Removal());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL, "not all of the demo could be removed; remove it: " + folder, e);
    }
  }

  private static final class Removal extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      boolean _ = Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (Files.exists(file)) {
        throw e;
      }
      return FileVisitResult.CONTINUE; // a lock or a socket that went meanwhile
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
        throws IOException {
      if (e != null) {
        throw e;
      }
      boolean _ = Files.deleteIfExists(visited);
      return FileVisitResult.CONTINUE;
    }
  }
}
