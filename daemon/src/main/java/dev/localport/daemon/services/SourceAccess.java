package dev.localport.daemon.services;

import dev.localport.config.ConfigAccess;
import dev.localport.config.form.YamlText;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/**
 * A file of a source, and how the files that it includes are read. Belongs to one read.
 *
 * @param file its absolute path
 * @param asked gathers the files that it includes, whether they can be read or not
 */
record SourceAccess(Path file, Set<Path> asked) implements ConfigAccess {
  @Override
  public Path home() {
    return Path.of(System.getProperty("user.home"));
  }

  @Override
  public String label(Path other) {
    return other.toString();
  }

  @Override
  public byte[] read(Path other) throws IOException {
    asked.add(other);
    return RegularFile.beginning(other, YamlText.MOST_BYTES + 1);
  }
}
