package dev.localport.paths;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;

/**
 * The end of a log file: the daemon reads it for its clients, a command reads it if no daemon runs.
 */
public final class LogTail {
  /** How much of a file is read: more than anybody reads. */
  static final int MAX_BYTES = 1 << 20;

  private LogTail() {}

  /**
   * The last lines of a file, the oldest first.
   *
   * @param truncated whether more lines were asked for and are in the file
   */
  public record Tail(List<String> lines, boolean truncated) {}

  /**
   * Returns the last lines, the oldest first.
   *
   * @throws java.nio.file.NoSuchFileException if there is no such file
   */
  public static List<String> lines(Path file, int count) throws IOException {
    return lines(file, count, 0);
  }

  /** As {@link #lines(Path, int)}, of what follows the offset {@code from} only. */
  public static List<String> lines(Path file, int count, long from) throws IOException {
    return tail(file, count, from).lines();
  }

  /** As {@link #lines(Path, int)}, and says whether these are all that were asked for. */
  public static Tail tail(Path file, int count) throws IOException {
    return tail(file, count, 0);
  }

  private static Tail tail(Path file, int count, long from) throws IOException {
    RegularFile.check(file);
    try (FileChannel channel =
        FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      long start = Math.max(from, channel.size() - MAX_BYTES);
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.max(0, channel.size() - start));
      while (bytes.hasRemaining() && channel.read(bytes, start + bytes.position()) > 0) {
        // reads on until the buffer is full, or the file ends earlier than it said
      }
      String text = StandardCharsets.UTF_8.decode(bytes.flip()).toString();
      List<String> lines = text.lines().toList();
      boolean cut = start > from; // the first line may be half of one
      int first = Math.max(cut && lines.size() > 1 ? 1 : 0, lines.size() - count);
      return new Tail(
          List.copyOf(lines.subList(first, lines.size())), cut && lines.size() - first < count);
    }
  }
}
