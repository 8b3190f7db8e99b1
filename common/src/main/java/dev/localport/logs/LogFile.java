package dev.localport.logs;

import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * An open file of a log. It stays the same file when it is renamed.
 *
 * @param id distinguishes it from the others: what its first line is, which begins with a time
 * @param isNewest whether it was written to when it was opened
 */
record LogFile(FileChannel channel, String id, boolean isNewest) implements AutoCloseable {
  private static final int IDENTIFYING = 256;

  /** Opens a file; null: there is none, or it has no complete line yet. */
  static @Nullable LogFile open(Path path, boolean isNewest) throws IOException {
    FileChannel channel = null;
    try {
      RegularFile.check(path);
      channel = FileChannel.open(path, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
      String id = id(channel);
      LogFile file = id == null ? null : new LogFile(channel, id, isNewest);
      channel = file == null ? channel : null;
      return file;
    } catch (NoSuchFileException _) {
      return null;
    } finally {
      if (channel != null) {
        channel.close();
      }
    }
  }

  private static @Nullable String id(FileChannel channel) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(IDENTIFYING);
    read(channel, first, 0);
    byte[] bytes = first.array();
    int end = 0;
    while (end < first.position() && bytes[end] != '\n') {
      end++;
    }
    if (end == first.position() && end < IDENTIFYING) {
      return null;
    }
    CRC32 sum = new CRC32();
    sum.update(bytes, 0, end);
    return "%08x".formatted(sum.getValue());
  }

  /** Fills the buffer from an offset on, as far as the file goes. */
  static void read(FileChannel channel, ByteBuffer into, long offset) throws IOException {
    long at = offset;
    int count = channel.read(into, at);
    while (count > 0 && into.hasRemaining()) {
      at += count;
      count = channel.read(into, at);
    }
  }

  LogPosition at(long offset) {
    return new LogPosition(id, offset);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
