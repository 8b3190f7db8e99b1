package dev.localport.config.edit;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Hides what may be a secret in what others may see. */
final class Mask {
  /** What replaces a secret. */
  static final String MASKED = "***";

  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9_]+)(:[^}]*)?}");
  private static final Pattern USER = Pattern.compile("(https?://)[^/@\\s]+@");
  private static final Pattern QUERY = Pattern.compile("^((?:https?:/)?/[^?#\\s]*\\?).*$");

  private Mask() {}

  /** Hides a value that may be a secret; one that is nothing but a variable shows its name. */
  static String secret(String text) {
    return VARIABLE.matcher(text).replaceFirst("").isEmpty() && !text.isEmpty()
        ? VARIABLE
            .matcher(text)
            .replaceFirst(found -> "\\${" + found.group(1) + end(found.group(2)))
        : MASKED;
  }

  private static String end(@Nullable String otherwise) {
    return otherwise == null ? "}" : ":" + MASKED + "}";
  }

  /** Hides user, password and query of a URL; other texts stay. */
  static String inUrls(String text) {
    String anonymous = USER.matcher(text).replaceAll("$1" + MASKED + "@");
    return QUERY.matcher(anonymous).replaceFirst("$1" + MASKED);
  }
}
