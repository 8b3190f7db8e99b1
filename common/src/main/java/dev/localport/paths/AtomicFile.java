package dev.localport.paths;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Replaces a file as a whole: after a crash it holds the old content or the new, nothing between.
 */
public final class AtomicFile {
  private static final Set<OpenOption> NEW_CONTENT =
      Set.of(
          StandardOpenOption.WRITE,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          LinkOption.NOFOLLOW_LINKS);

  private AtomicFile() {}

  /**
   * Writes the content, mode 0600, and returns when it is on the disk. The new content grows beside
   * the file as {@code NAME.tmp}; what a crash leaves there, the next write replaces. One writer of
   * a file at a time.
   *
   * @param file in a folder that is there
   * @throws IOException if the content could not be written; the old one is still there
   */
  public static void write(Path file, String content) throws IOException {
    Path grown = file.resolveSibling(file.getFileName() + ".tmp");
    try {
      fill(grown, content);
      Files.move(grown, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      discard(grown, e);
      throw e;
    }
    sync(file.toAbsolutePath().resolveSibling(""));
  }

  private static void fill(Path file, String content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            NEW_CONTENT,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(content.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static void discard(Path file, IOException cause) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
  }

  /* The new name, too, is only safe once the folder is on the disk. */
  private static void sync(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
