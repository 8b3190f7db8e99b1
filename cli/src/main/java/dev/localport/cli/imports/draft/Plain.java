package dev.localport.cli.imports.draft;

import dev.localport.api.SecretMask;

/** Text of a foreign file made fit for one line of a comment or of a terminal. */
public final class Plain {
  private static final int LONGEST = 300;

  private Plain() {}

  /** Returns the text on one line, without control characters and secrets, cut where it is long. */
  public static String line(String text) {
    StringBuilder line = new StringBuilder();
    String masked =
        SecretMask.in(text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text);
    masked.codePoints().forEach(c -> line.appendCodePoint(isShown(c) ? c : ' '));
    return line.toString().replaceAll(" {2,}", " ").strip();
  }

  /** Returns whether a character can stand in a YAML file and on a terminal as it is. */
  static boolean isShown(int c) {
    boolean isAscii = c >= ' ' && c < 0x7f;
    return isAscii || c == '…' || (Character.isLetterOrDigit(c) && c < 0x10000);
  }
}
