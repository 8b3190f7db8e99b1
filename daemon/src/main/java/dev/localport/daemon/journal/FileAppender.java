package dev.localport.daemon.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Appends to real files, mode 0600. What was written outlives this process at once; a power failure
 * may lose the last seconds, and for entries about the past that is no reason to wake a disk.
 */
final class FileAppender implements JournalFiles.Appender {
  private static final Set<OpenOption> GROWING =
      Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE, LinkOption.NOFOLLOW_LINKS);
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  @Override
  public long append(Path file, long at, ByteBuffer bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, GROWING, OWNER_ONLY)) {
      if (channel.size() > at) {
        channel.truncate(at);
      }
      channel.position(channel.size());
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      return channel.position();
    }
  }
}
