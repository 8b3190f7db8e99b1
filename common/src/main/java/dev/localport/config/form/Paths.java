package dev.localport.config.form;

/** How the path of a value is written: {@code services[2].local_port}. */
public final class Paths {
  private Paths() {}

  /** Returns the path of a key below {@code path}. */
  public static String key(String path, String key) {
    return path.isEmpty() ? Shown.of(key) : path + "." + Shown.of(key);
  }

  /** Returns the path of an item of the list at {@code path}. */
  public static String item(String path, int index) {
    return path + "[" + index + "]";
  }
}
