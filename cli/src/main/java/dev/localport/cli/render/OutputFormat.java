package dev.localport.cli.render;

import org.jspecify.annotations.Nullable;

/** How results are printed: the values of {@code --output}. */
public enum OutputFormat {
  /** A line each, as people read it. */
  TABLE("table"),
  /** The table with everything that is known. */
  WIDE("wide"),
  /** One JSON object; docs/api.md explains its keys. */
  JSON("json"),
  /** {@code key: value}, a line each. */
  TEXT("text"),
  /** The names of the services alone, a line each; for {@code status}. */
  NAME("name");

  private final String word;

  OutputFormat(String word) {
    this.word = word;
  }

  /** Returns the format of that name, or null. */
  public static @Nullable OutputFormat find(String word) {
    for (OutputFormat format : values()) {
      if (format.word.equals(word)) {
        return format;
      }
    }
    return null;
  }
}
