package dev.localport.config;

import java.nio.file.Path;
import java.util.HexFormat;

/**
 * A file that another one includes, as it was read.
 *
 * @param path its absolute path
 * @param label what the user calls it
 * @param hash of its content: SHA-256, in hexadecimal digits
 */
public record IncludedFile(Path path, String label, String hash) {
  static IncludedFile of(Path path, String label, byte[] content) {
    return new IncludedFile(path, label, HexFormat.of().formatHex(Sha256.of(content)));
  }
}
