package dev.localport.cli.packaging;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * The license texts and notices that libraries bring along, a folder for each.
 *
 * @param jars the folder of the libraries
 * @param target where they go
 */
record Licenses(Path jars, Path target) {
  private static final List<String> NAMES = List.of("license", "notice", "copying");

  void write() throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(jars, "*.jar")) {
      for (Path jar : all) {
        write(jar);
      }
    }
  }

  private void write(Path jar) throws IOException {
    String library = String.valueOf(jar.getFileName()).replaceFirst("\\.jar$", "");
    try (ZipFile zip = new ZipFile(jar.toFile())) {
      for (ZipEntry entry : Collections.list(zip.entries())) {
        String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
        if (!entry.isDirectory() && isLicense(entry.getName(), name)) {
          Path file = Files.createDirectories(target.resolve(library)).resolve(name);
          try (InputStream text = zip.getInputStream(entry)) {
            Files.write(file, text.readAllBytes());
          }
        }
      }
    }
  }

  private static boolean isLicense(String path, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    boolean isOnTop = path.indexOf('/') < 0 || path.startsWith("META-INF/");
    return isOnTop && !lower.endsWith(".class") && NAMES.stream().anyMatch(lower::startsWith);
  }
}
