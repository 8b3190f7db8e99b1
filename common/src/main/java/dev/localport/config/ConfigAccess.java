package dev.localport.config;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A file that is read, and how others that it includes are found, called and read. */
public interface ConfigAccess {
  /** Returns the absolute path of the file itself; a file that it includes is relative to it. */
  Path file();

  /** Returns what {@code ~} stands for. */
  Path home();

  /**
   * Returns what the user calls a file.
   *
   * @param file an absolute path
   */
  String label(Path file);

  /**
   * Returns the content of an included file, at least as far as a configuration may reach and one
   * byte more.
   *
   * @param file an absolute path
   * @throws NoSuchFileException if there is no such file
   * @throws IOException if it cannot be read; its message continues "X cannot be read: "
   */
  byte[] read(Path file) throws IOException;
}
