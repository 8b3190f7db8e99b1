package dev.localport.cli.imports;

import java.util.regex.Pattern;

/**
 * A file that is read.
 *
 * @param label what the user calls it
 * @param name its name without the folder; empty for standard input
 * @param text its content
 */
public record Source(String label, String name, String text) {
  /** Returns whether its name matches as a whole, in any case. */
  boolean isNamed(String pattern) {
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(name).matches();
  }

  /** Returns whether a line of it begins like that. */
  boolean hasLine(String pattern) {
    return Pattern.compile("^(?:" + pattern + ")", Pattern.MULTILINE).matcher(text).find();
  }
}
