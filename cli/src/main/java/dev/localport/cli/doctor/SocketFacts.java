package dev.localport.cli.doctor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * How the daemon's socket is.
 *
 * @param path where it is
 * @param wanted where it would be if that path could be used
 * @param exists whether something is there
 * @param mode as {@code ls} shows it; empty where it is not there
 * @param owner its owner; empty where it is not there
 * @param user who runs this command
 */
public record SocketFacts(
    Path path, Path wanted, boolean exists, String mode, String owner, String user) {
  /** Looks at the socket; changes nothing. */
  public static SocketFacts of(Path path, Path wanted, String user) {
    try {
      return new SocketFacts(
          path,
          wanted,
          true,
          PosixFilePermissions.toString(
              Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS)),
          Files.getOwner(path, LinkOption.NOFOLLOW_LINKS).getName(),
          user);
    } catch (IOException _) {
      return new SocketFacts(path, wanted, false, "", "", user);
    }
  }
}
