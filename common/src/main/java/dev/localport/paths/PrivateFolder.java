package dev.localport.paths;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders that their owner alone may enter. What lies in one needs no further protection, and what
 * is read from one was written by the same user.
 */
public final class PrivateFolder {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");
  private static final FileAttribute<Set<PosixFilePermission>> AS_OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(OWNER_ONLY);

  private PrivateFolder() {}

  /**
   * Makes the folder and its missing parents with mode 0700, or takes the one that is there if it
   * is ours, tightening its mode.
   *
   * @throws PathProblem if it is a link, no folder, somebody else's (also for root), or if the
   *     operating system refuses
   */
  public static void create(Path folder) throws PathProblem {
    Path absolute = folder.toAbsolutePath();
    try {
      Files.createDirectories(absolute.resolveSibling(""), AS_OWNER_ONLY);
      Files.createDirectory(absolute, AS_OWNER_ONLY);
    } catch (FileAlreadyExistsException e) {
      if (!Path.of(e.getFile()).equals(absolute)) {
        throw PathProblem.noFolder(Path.of(e.getFile()));
      }
    } catch (IOException e) {
      throw PathProblem.of(absolute, e);
    }
    tighten(absolute);
  }

  private static void tighten(Path folder) throws PathProblem {
    try {
      if (!checked(folder).permissions().equals(OWNER_ONLY)) {
        Files.setPosixFilePermissions(folder, OWNER_ONLY);
      }
    } catch (IOException e) {
      throw PathProblem.of(folder, e);
    }
  }

  /**
   * Tells whether the folder is there; changes nothing. For who only reads: a command that looks
   * for a daemon.
   *
   * @throws PathProblem if it is there, but a link, no folder, or not ours
   */
  public static boolean isThere(Path folder) throws PathProblem {
    try {
      PosixFileAttributes _ = checked(folder);
      return true;
    } catch (NoSuchFileException _) {
      return false;
    } catch (IOException e) {
      throw PathProblem.of(folder, e);
    }
  }

  private static PosixFileAttributes checked(Path folder) throws IOException, PathProblem {
    PosixFileAttributes found =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (found.isSymbolicLink()) {
      throw PathProblem.link(folder);
    } else if (!found.isDirectory()) {
      throw PathProblem.noFolder(folder);
    } else if (!CurrentUser.is(found.owner().getName())) {
      throw PathProblem.foreign(folder, found.owner().getName(), CurrentUser.name());
    }
    return found;
  }
}
