package dev.localport.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.function.Predicate;

/** What a file was when we made it: shows whether it was removed, replaced or changed since. */
record FileStamp(Object key, FileTime modified, long size) {
  /** Takes the stamp of a file that is there. */
  static FileStamp of(Path file) throws IOException {
    BasicFileAttributes now =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return new FileStamp(String.valueOf(now.fileKey()), now.lastModifiedTime(), now.size());
  }

  /** Returns whether the file is as it was; also where that cannot be found out now. */
  boolean isUnchanged(Path file) {
    return holds(file, this::equals);
  }

  /** Returns whether it is the same file, whatever became of its content and times. */
  boolean isSameFile(Path file) {
    return holds(file, now -> key.equals(now.key));
  }

  private static boolean holds(Path file, Predicate<FileStamp> condition) {
    try {
      return condition.test(of(file));
    } catch (NoSuchFileException | NotDirectoryException _) {
      return false;
    } catch (IOException _) {
      return true;
    }
  }
}
