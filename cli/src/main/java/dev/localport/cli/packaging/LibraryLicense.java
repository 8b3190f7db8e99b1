package dev.localport.cli.packaging;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A line of {@code licenses/libraries}: the license of the jars whose name fits.
 *
 * @param names the name of a file, with {@code *} for any text
 * @param expression the license, as SPDX names it
 * @param texts the folder with its texts beside that file, or {@code -}
 */
record LibraryLicense(String names, String expression, String texts) {
  private static final int COLUMNS = 3;

  /** Returns those of a file, in its order. */
  static List<LibraryLicense> read(Path file) throws IOException {
    return Files.readAllLines(file).stream()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(LibraryLicense::of)
        .toList();
  }

  private static LibraryLicense of(String line) {
    String[] cells = line.strip().split(" {2,}", -1);
    if (cells.length != COLUMNS) {
      throw new IllegalArgumentException("not a name, a license and a folder: " + line);
    }
    return new LibraryLicense(cells[0], cells[1], cells[2]);
  }

  boolean fits(Path jar) {
    return FileSystems.getDefault().getPathMatcher("glob:" + names).matches(jar.getFileName());
  }

  boolean hasTexts() {
    return !"-".equals(texts);
  }

  /** Returns whether the text of LocalPort's own license is the one of this. */
  boolean isApache() {
    return List.of(expression.split(" ")).contains(Licenses.APACHE);
  }
}
