package dev.localport.cli.doctor;

import dev.localport.paths.PathProblem;
import dev.localport.paths.PrivateFolder;
import dev.localport.paths.RemoteFiles;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * How a folder is.
 *
 * @param exists whether it is there
 * @param problem why it cannot be used, with what to do; empty: it can
 * @param mode as {@code ls} shows it: {@code rwx------}; empty where it is not there, or the system
 *     does not say
 * @param writable whether this user can write to it, or create it
 * @param readOnly whether its file system is mounted read only
 * @param freeBytes how much space is left, or {@link #UNKNOWN}
 * @param remote whether another machine serves it
 */
public record FolderFacts(
    boolean exists,
    String problem,
    String mode,
    boolean writable,
    boolean readOnly,
    long freeBytes,
    boolean remote) {
  /** The system does not say how much space is left. */
  public static final long UNKNOWN = -1;

  /** Looks at a folder; changes nothing. */
  public static FolderFacts of(Path folder) {
    boolean exists = false;
    String problem = "";
    try {
      exists = PrivateFolder.isThere(folder);
    } catch (PathProblem e) {
      exists = true;
      problem = String.valueOf(e.getMessage());
    }
    Path there = folder.toAbsolutePath();
    while (!Files.exists(there) && there.getParent() != null) {
      there = there.getParent();
    }
    Space space = Space.of(there);
    return new FolderFacts(
        exists,
        problem,
        exists ? mode(there) : "",
        Files.isWritable(there),
        space.readOnly(),
        space.freeBytes(),
        RemoteFiles.hold(there));
  }

  private static String mode(Path folder) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder));
    } catch (IOException | UnsupportedOperationException _) {
      return "";
    }
  }

  /* In a chroot, the file system of a folder may be none that is mounted as far as Java sees. */
  private record Space(boolean readOnly, long freeBytes) {
    static Space of(Path folder) {
      try {
        FileStore store = Files.getFileStore(folder);
        return new Space(store.isReadOnly(), store.getUsableSpace());
      } catch (IOException _) {
        return new Space(false, UNKNOWN);
      }
    }
  }
}
