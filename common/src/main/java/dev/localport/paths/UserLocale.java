package dev.localport.paths;

import java.util.Map;

/**
 * Has Java use UTF-8 for file names regardless of the user's locale. With {@code LC_ALL=C}, or a
 * locale that is not installed, Java turns each other character of a path into a question mark, and
 * no property changes that: it asks the C library as it starts. So Java runs with another {@code
 * LC_ALL}, and the user's own is kept in a variable for the programs that the daemon runs.
 */
public final class UserLocale {
  /** Holds the user's {@code LC_ALL}; empty: not set. The launcher sets it, too. */
  public static final String KEPT = "LOCALPORT_LC_ALL";

  private static final String LC_ALL = "LC_ALL";
  private static final String UTF_8 = "C.UTF-8";

  private UserLocale() {}

  /** Changes the environment for a Java that is about to be started. */
  public static void replace(Map<String, String> environment) {
    String own = environment.getOrDefault(LC_ALL, "");
    environment.putIfAbsent(KEPT, own);
    environment.put(LC_ALL, UTF_8);
  }

  /** Changes the environment back, for a program of the user's. */
  public static void restore(Map<String, String> environment) {
    String own = environment.remove(KEPT);
    if (own == null) {
      return; // it was never replaced
    }
    if (own.isEmpty()) {
      environment.remove(LC_ALL);
    } else {
      environment.put(LC_ALL, own);
    }
  }
}
