package dev.localport.paths;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read and write, regardless of the umask. */
public final class PrivateFile {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFile() {}

  /**
   * Creates an empty file with mode 0600, or gives that mode to the one that is there. For what
   * opens files by itself, with the mode that the umask leaves: loggers, redirected output.
   */
  public static void create(Path file) throws IOException {
    try {
      Path _ = Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException _) {
      tighten(file);
    }
  }

  private static void tighten(Path file) throws IOException {
    PosixFileAttributes found =
        Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (found.isRegularFile() && !found.permissions().equals(OWNER_ONLY)) {
      Path _ = Files.setPosixFilePermissions(file, OWNER_ONLY);
    }
  }
}
