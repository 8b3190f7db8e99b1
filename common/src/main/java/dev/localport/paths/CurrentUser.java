package dev.localport.paths;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The user of this process, as the file system names it. */
final class CurrentUser {
  private CurrentUser() {}

  /**
   * Returns whether that is the current user's name. The property answers at once; where it does
   * not say yes it may be wrong (it can be set, and is a question mark for a user without a name),
   * so the owner of a new file decides.
   */
  static boolean is(String owner) throws IOException {
    return owner.equals(System.getProperty("user.name")) || owner.equals(ofNewFile());
  }

  /** Returns the current user's name. */
  static String name() throws IOException {
    return ofNewFile();
  }

  private static String ofNewFile() throws IOException {
    Path probe = Files.createTempFile("localport-", ".owner");
    try {
      return Files.getOwner(probe).getName();
    } finally {
      Files.delete(probe);
    }
  }
}
