package dev.localport.config;

/** How the way to a value is written: {@code services[2].local_port}. */
final class Paths {
  private Paths() {}

  static String key(String path, String key) {
    return path.isEmpty() ? Shown.of(key) : path + "." + Shown.of(key);
  }

  static String item(String path, int index) {
    return path + "[" + index + "]";
  }
}
