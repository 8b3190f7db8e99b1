package dev.localport.paths;

import java.io.IOException;
import java.io.UncheckedIOException;
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
import java.util.stream.Stream;

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
   * Creates the folder and its missing parents with mode 0700, or takes the one that is there if it
   * is ours, tightening its mode. One that others could write to is taken only if everything in it
   * is ours.
   *
   * @return whether others could write to it until now: the user should know
   * @throws PathProblem if it is a link, no folder, another user's (also for root), if it holds
   *     what others may have put there, or if the operating system refuses
   */
  public static boolean create(Path folder) throws PathProblem {
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
    return tighten(absolute);
  }

  /* First closed, then checked: no other user can add to it in between. A refused one stays suspect. */
  private static boolean tighten(Path folder) throws PathProblem {
    try {
      Set<PosixFilePermission> before = checked(folder).permissions();
      if (before.equals(OWNER_ONLY)) {
        return false;
      }
      Files.setPosixFilePermissions(folder, OWNER_ONLY);
      try {
        checkContent(folder, before);
      } catch (PathProblem e) {
        Files.setPosixFilePermissions(folder, before);
        throw e;
      }
      return isOpen(before);
    } catch (IOException e) {
      throw PathProblem.of(folder, e);
    }
  }

  private static boolean isOpen(Set<PosixFilePermission> mode) {
    return mode.contains(PosixFilePermission.GROUP_WRITE)
        || mode.contains(PosixFilePermission.OTHERS_WRITE);
  }

  private static void checkContent(Path folder, Set<PosixFilePermission> mode)
      throws IOException, PathProblem {
    if (!isOpen(mode)) {
      return;
    }
    String user = Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).getName(); // it is ours
    try (Stream<Path> content = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) content::iterator) {
        String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        if (!owner.equals(user)) {
          throw PathProblem.planted(folder, file, owner);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /**
   * Returns whether the folder is there; changes nothing. For readers only: a command that looks
   * for a daemon.
   *
   * @throws PathProblem if it is there, but a link, no folder, or not ours, or if it holds what
   *     others may have put there
   */
  public static boolean isThere(Path folder) throws PathProblem {
    try {
      checkContent(folder, checked(folder).permissions());
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
