package dev.localport.cli.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The license texts and notices of the libraries: those that a jar brings along, those that its
 * project publishes elsewhere and that are kept in the source tree, and a list of all jars.
 *
 * <pre>
 * THIRD-PARTY.txt   each jar with its license and the folder of its texts
 * Apache-2.0.txt    the text that most of them share
 * JAR/ PROJECT/     texts from the jar, and texts from the source tree
 * </pre>
 *
 * @param jars the folder of the libraries
 * @param sources the folder with our list of licenses and the texts that are in no jar
 * @param apache the text of the Apache license
 * @param target where they go
 */
record Licenses(Path jars, Path sources, Path apache, Path target) {
  /** What SPDX calls the license of LocalPort and of most libraries. */
  static final String APACHE = "Apache-2.0";

  private static final String APACHE_TEXT = APACHE + ".txt";
  private static final List<String> NAMES = List.of("license", "notice", "copying");

  /**
   * Writes them.
   *
   * @throws IllegalStateException if the license of a jar, or its text, is missing
   */
  void write() throws IOException {
    List<LibraryLicense> known = LibraryLicense.read(sources.resolve("libraries"));
    List<String> list = new ArrayList<>();
    Files.createDirectories(target);
    Path _ = Files.copy(apache, target.resolve(APACHE_TEXT));
    for (Path jar : sortedJars()) {
      LibraryLicense license =
          known.stream()
              .filter(line -> line.fits(jar))
              .findFirst()
              .orElseThrow(() -> missing("license", jar));
      List<String> texts = texts(jar, license);
      if (texts.isEmpty()) {
        throw missing("text of " + license.expression(), jar);
      }
      list.add(
          jar.getFileName()
              + "\n  "
              + license.expression()
              + ": "
              + String.join(", ", texts)
              + "\n");
    }
    Path _ = Files.writeString(target.resolve("THIRD-PARTY.txt"), String.join("", list));
  }

  private IllegalStateException missing(String what, Path jar) {
    return new IllegalStateException(
        "no %s for %s; add it to %s"
            .formatted(what, jar.getFileName(), sources.resolve("libraries")));
  }

  private List<Path> sortedJars() throws IOException {
    List<Path> sorted = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(jars, "*.jar")) {
      all.forEach(sorted::add);
    }
    Collections.sort(sorted);
    return sorted;
  }

  /** Copies the texts of a jar, and returns where they are in the target. */
  private List<String> texts(Path jar, LibraryLicense license) throws IOException {
    List<String> places = new ArrayList<>();
    if (license.isApache()) {
      places.add(APACHE_TEXT);
    }
    if (license.hasTexts()) {
      Path copy = target.resolve(license.texts());
      if (!Files.exists(copy)) {
        Trees.copy(sources.resolve(license.texts()), copy);
      }
      places.add(license.texts() + "/");
    }
    String library = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
    if (copyOwn(jar, target.resolve(library))) {
      places.add(library + "/");
    }
    return places;
  }

  /** Copies the texts inside a jar, and returns whether there are any. */
  private static boolean copyOwn(Path jar, Path folder) throws IOException {
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (!entry.isDirectory() && isLicense(entry.getName(), name)) {
          Path file = Files.createDirectories(folder).resolve(name);
          try (InputStream text = zip.getInputStream(entry)) {
            Files.write(file, text.readAllBytes());
          }
        }
      }
    }
    return Files.exists(folder);
  }

  private static boolean isLicense(String path, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isOnTop = path.indexOf('/') < 0 || path.startsWith("META-INF/");
    return isOnTop && !lower.endsWith(".class") && NAMES.stream().anyMatch(lower::contains);
  }
}
