package dev.localport.config.form;

import java.nio.file.Path;

/** How the path of a value is written: {@code services[2].local_port}. */
public final class Paths {
  private Paths() {}

  /**
   * Returns the path of a file as the file means it that is read: one that an included file says is
   * relative to that file.
   *
   * @param at who says it
   * @param written the path as it is written, and may still have variables in front
   * @param path what that is with its variables
   */
  public static String ofFile(Value at, String written, String path) {
    Path folder = at.report().folder(at.at());
    return folder == null || path.startsWith("/") || path.startsWith("~/")
        ? written
        : folder + "/" + written;
  }

  /** As the other method, of a program: one without a folder is looked for on the {@code PATH}. */
  public static String ofProgram(Value at, String path) {
    return path.contains("/") ? ofFile(at, path, path) : path;
  }

  /** Returns the path of a key below {@code path}. */
  public static String key(String path, String key) {
    return path.isEmpty() ? Shown.of(key) : path + "." + Shown.of(key);
  }

  /** Returns the path of an item of the list at {@code path}. */
  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }
}
