package dev.localport.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;

/** Says whose connections are accepted. */
@FunctionalInterface
public interface PeerCheck {
  /**
   * Returns whether that user may connect.
   *
   * @param user as the operating system gives it for the connected process. Users are the same by
   *     their number: a name has to be looked up, which fails when the process has no file
   *     descriptor left
   */
  boolean admits(UserPrincipal user);

  /** Admits the owner of a folder and no one else, root included. */
  static PeerCheck ownerOf(Path folder) throws IOException {
    return Files.getOwner(folder)::equals;
  }
}
