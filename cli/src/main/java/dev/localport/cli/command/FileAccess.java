package dev.localport.cli.command;

import dev.localport.cli.client.CliEnvironment;
import dev.localport.config.ConfigAccess;
import dev.localport.config.form.YamlText;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The user's file, and how the files that it includes are read.
 *
 * @param file its absolute path
 */
record FileAccess(Path file, CliEnvironment surroundings) implements ConfigAccess {
  /** Returns that of a file; what came through a pipe includes as a file in this folder would. */
  static FileAccess of(Path path, CliEnvironment surroundings) {
    Path absolute = surroundings.folder().resolve(path).normalize();
    return new FileAccess(
        PipedFile.is(absolute) ? PipedFile.name(absolute, surroundings.folder()) : absolute,
        surroundings);
  }

  @Override
  public Path home() {
    return surroundings.home();
  }

  @Override
  public String label(Path other) {
    return surroundings.label(other);
  }

  @Override
  public byte[] read(Path other) throws IOException {
    return RegularFile.beginning(other, YamlText.MOST_BYTES + 1);
  }
}
