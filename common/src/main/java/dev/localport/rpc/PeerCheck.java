package dev.localport.rpc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Says whose connections are taken. */
@FunctionalInterface
public interface PeerCheck {
  /**
   * Tells whether that user may connect.
   *
   * @param user the name as the operating system gives it for the connected process; digits for a
   *     user without a name
   */
  boolean admits(String user);

  /** Admits the owner of a folder and nobody else, root included. */
  static PeerCheck ownerOf(Path folder) throws IOException {
    return Files.getOwner(folder).getName()::equals;
  }
}
