package dev.localport.cli.doctor;

import dev.localport.api.SecretMask;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A zip file for a bug report, which only its owner can read. Every text in it passes {@link
 * SecretMask}: the last net behind those who put it together.
 */
public final class SupportArchive {
  /** What no archive has, in words for people. */
  public static final String WITHOUT =
      "kubeconfigs, tokens, keys, passwords, and values of environment variables";

  private SupportArchive() {}

  /**
   * Writes the archive.
   *
   * @param texts by the names of the files in it
   * @throws java.nio.file.FileAlreadyExistsException if there is a file of that name
   * @throws IOException if it cannot be written; a part of it may be there
   */
  public static void write(Path file, Map<String, String> texts) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (ZipOutputStream zip =
        new ZipOutputStream(
            Files.newOutputStream(file, StandardOpenOption.WRITE), StandardCharsets.UTF_8)) {
      for (Map.Entry<String, String> text : new TreeMap<>(texts).entrySet()) {
        zip.putNextEntry(new ZipEntry("localport-support/" + text.getKey()));
        zip.write(SecretMask.in(text.getValue()).getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
    }
  }

  /** Returns the names of variables, one a line, in order. Their values are left out. */
  public static String names(Set<String> variables) {
    return String.join("\n", variables.stream().sorted().toList()) + "\n";
  }
}
