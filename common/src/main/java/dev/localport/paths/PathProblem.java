package dev.localport.paths;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A folder that cannot be used as it is. Its message says what, where, and what to do. */
public final class PathProblem extends Exception {
  private static final long serialVersionUID = 1L;
  private static final int GENERAL = 1;
  private static final int PERMISSION = 5;
  private static final String REMEDY =
      "fix the permissions, or set LOCALPORT_HOME to a folder that you can write to";
  private static final String ROOT = "root";

  private final int exitCode;

  private PathProblem(String message, int exitCode, @Nullable Throwable cause) {
    super(message, cause);
    this.exitCode = exitCode;
  }

  /**
   * A folder of another user.
   *
   * @param user that runs this process
   */
  static PathProblem foreign(Path folder, String owner, String user) {
    return new PathProblem(
        "%s belongs to %s, and you are %s: %s"
            .formatted(
                folder,
                owner,
                user,
                user.equals(ROOT) ? become(owner) : useAnother(folder, owner, user)),
        PERMISSION,
        null);
  }

  /* Under sudo, with the home folder or LOCALPORT_HOME of the user who called it. */
  private static String become(String owner) {
    return "run LocalPort as %s, without sudo (from root: sudo -u %s localport …)"
        .formatted(owner, owner);
  }

  /* What LocalPort created under sudo in a user's home folder is root's. */
  private static String useAnother(Path folder, String owner, String user) {
    return owner.equals(ROOT)
        ? "set LOCALPORT_HOME to a folder of your own, or take it back: sudo chown -R %s '%s'"
            .formatted(user, folder)
        : "set LOCALPORT_HOME to a folder of your own, or ask %s to give you this one"
            .formatted(owner);
  }

  /** A folder that others could write to, and did. */
  static PathProblem planted(Path folder, Path file, String owner) {
    return new PathProblem(
        "others could write to %s, and %s in it belongs to %s: remove what is not yours, then: chmod 700 '%s'"
            .formatted(folder, folder.relativize(file), owner, folder),
        PERMISSION,
        null);
  }

  static PathProblem link(Path folder) {
    return new PathProblem(
        folder
            + " is a symbolic link, and LocalPort does not follow links to its own files:"
            + " remove it, or set LOCALPORT_HOME to the link's target",
        GENERAL,
        null);
  }

  static PathProblem noFolder(Path path) {
    return new PathProblem(
        path + " is not a folder: remove it, or set LOCALPORT_HOME to a folder", GENERAL, null);
  }

  /** What the operating system said when the folder was created or read. */
  static PathProblem of(Path folder, IOException cause) {
    if (cause instanceof AccessDeniedException denied) {
      return new PathProblem(
          "missing permission for %s, which LocalPort needs for %s: %s"
              .formatted(denied.getFile(), folder, REMEDY),
          PERMISSION,
          cause);
    }
    return new PathProblem(
        "cannot use %s: %s: fix this, or set LOCALPORT_HOME to another folder"
            .formatted(folder, why(cause)),
        GENERAL,
        cause);
  }

  private static String why(IOException cause) {
    String reason = cause instanceof FileSystemException e ? e.getReason() : cause.getMessage();
    return reason == null ? "the system gave no reason" : reason;
  }

  /** Returns the exit code of a command that ends with this: 5 for a permission, else 1. */
  public int exitCode() {
    return exitCode;
  }
}
