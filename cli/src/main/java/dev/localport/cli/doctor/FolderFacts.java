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
 * @param mode as {@code ls} shows it: {@code rwx------}; empty where it is not there
 * @param writable whether this user can write to it, or create it
 * @param readOnly whether its file system is mounted read only
 * @param freeBytes how much space is left
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
    try {
      FileStore store = Files.getFileStore(there);
      return new FolderFacts(
          exists,
          problem,
          exists ? PosixFilePermissions.toString(Files.getPosixFilePermissions(there)) : "",
          Files.isWritable(there),
          store.isReadOnly(),
          store.getUsableSpace(),
          RemoteFiles.hold(there));
    } catch (IOException | UnsupportedOperationException _) {
      return new FolderFacts(
          exists, problem, "", Files.isWritable(there), false, Long.MAX_VALUE, false);
    }
  }
}
