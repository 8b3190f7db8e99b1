package dev.localport.cli.imports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Real-life files of other tools, and what they become. */
final class ImportedFiles {
  static final String EXPECTED = ".expected";

  private static final Path ROOT =
      Path.of(System.getProperty("basedir", ""))
          .toAbsolutePath()
          .resolve("src/test/resources/import");

  private ImportedFiles() {}

  /** Returns all files, without what is expected of them. */
  static List<Path> all() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> Files.isRegularFile(file) && !file.toString().endsWith(EXPECTED))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String label(Path file) {
    return ROOT.relativize(file).toString();
  }

  static Source source(Path file) throws IOException {
    String name = String.valueOf(file.getFileName());
    return new Source(name, name, Files.readString(file));
  }
}
