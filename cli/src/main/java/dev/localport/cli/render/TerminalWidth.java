package dev.localport.cli.render;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;

/**
 * How wide the terminal of this process is. {@code stty} knows, on Linux and macOS; the terminal
 * library that watch mode uses costs more than the rest of {@code status}.
 */
final class TerminalWidth {
  private static final int ENOUGH = 64;

  private TerminalWidth() {}

  /** Asks the terminal behind standard input; 0 where it cannot be told. */
  static int ask() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size")
              .redirectInput(Redirect.INHERIT)
              .redirectError(Redirect.DISCARD)
              .start();
      try (var output = stty.getInputStream()) {
        return columns(new String(output.readNBytes(ENOUGH), StandardCharsets.US_ASCII));
      }
    } catch (IOException _) {
      return 0; // no stty: a table as wide as it likes is better than none
    }
  }

  /** Reads {@code 24 80}: rows and columns. */
  static int columns(String size) {
    String line = size.strip();
    return number(line.substring(line.indexOf(' ') + 1));
  }

  /** Reads a number of columns; 0 for what is none. */
  static int number(String text) {
    try {
      return Math.max(0, Integer.parseInt(text));
    } catch (NumberFormatException _) {
      return 0;
    }
  }
}
