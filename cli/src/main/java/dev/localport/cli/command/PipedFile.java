package dev.localport.cli.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A descriptor of this process in the place of a file: what a shell makes of {@code <(envsubst
 * <x)}, and {@code /dev/stdin}. It can be read once, by this process and by no other. So the
 * command line reads it and hands the content on. A named pipe in the file system is not one:
 * nobody may ever write to it.
 */
final class PipedFile {
  private PipedFile() {}

  /** Tells whether an absolute path names a descriptor of this process. */
  static boolean is(Path path) {
    return path.startsWith("/dev/fd")
        || path.startsWith("/proc/self/fd")
        || path.equals(Path.of("/dev/stdin"));
  }

  /** Returns what a descriptor is called from then on: a name in the folder of the command. */
  static Path name(Path path, Path folder) {
    boolean stdin = path.endsWith("stdin") || path.endsWith("fd/0");
    return folder.resolve(stdin ? "(stdin)" : "(pipe)");
  }

  /**
   * Reads it to its end, however long that takes: who writes may ask somebody for a password.
   *
   * @param most the limit in bytes
   * @throws IOException if it is longer, or cannot be read; the message continues a sentence
   */
  static byte[] read(Path path, int most) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] content = in.readNBytes(most + 1);
      if (content.length > most) {
        throw new IOException("it is larger than %d KiB".formatted(most >> 10));
      }
      return content;
    }
  }
}
