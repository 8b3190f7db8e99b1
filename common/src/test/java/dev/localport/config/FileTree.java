package dev.localport.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;

/** Configuration files in a folder, called by their paths below it; {@code home} is {@code ~}. */
public record FileTree(Path root) {
  /** The files of {@code config-examples}, which the pages' examples include. */
  static final FileTree EXAMPLES =
      new FileTree(Path.of("..", "config-examples").toAbsolutePath().normalize());

  /** Writes a file. */
  public FileTree write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(file, text);
    return this;
  }

  /** Returns how a file is read. */
  public ConfigAccess access(String name) {
    Path file = root.resolve(name);
    Path home = root.resolve("home");
    return new ConfigAccess() {
      @Override
      public Path file() {
        return file;
      }

      @Override
      public Path home() {
        return home;
      }

      @Override
      public String label(Path other) {
        return other.startsWith(root) ? root.relativize(other).toString() : other.toString();
      }

      @Override
      public byte[] read(Path other) throws IOException {
        if (Files.isDirectory(other)) {
          throw new IOException("it is a folder, not a regular file");
        }
        return Files.readAllBytes(other);
      }
    };
  }

  ConfigResult read(String name, Map<String, String> environment) throws IOException {
    byte[] content = Files.readAllBytes(root.resolve(name));
    return ConfigReader.read(access(name), content, false, environment);
  }

  ConfigResult read(String name) throws IOException {
    return read(name, Map.of());
  }

  /** Returns what a file says that can be used. */
  ConfigFile config(String name, Map<String, String> environment) throws IOException {
    return switch (read(name, environment)) {
      case ConfigResult.Loaded(ConfigFile config) -> config;
      case ConfigResult result -> throw new AssertionError(Read.problems(result));
    };
  }
}
