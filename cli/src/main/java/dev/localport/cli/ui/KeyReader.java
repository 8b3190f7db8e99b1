package dev.localport.cli.ui;

import dev.localport.cli.ui.Key.Special;
import java.io.IOException;
import org.jline.utils.NonBlockingReader;

/**
 * Reads keys from a terminal in raw mode: characters, and the sequences that terminals of the xterm
 * family send for cursor keys (ECMA-48 control sequences). Used by one thread.
 */
final class KeyReader {
  private static final int END = -1;
  private static final int CTRL_C = 3;
  private static final int BACKSPACE = 8;
  private static final int ESCAPE = 27;
  private static final int DELETE = 127;

  /**
   * A sequence arrives at once; a pause behind the escape means that the key itself was pressed.
   */
  private static final long SEQUENCE_MILLIS = 50;

  /** A read without a limit would hold the reader's lock, and its terminal could not be closed. */
  private static final long READ_MILLIS = 60_000;

  private final NonBlockingReader in;

  KeyReader(NonBlockingReader in) {
    this.in = in;
  }

  /** Waits for the next key. */
  Key next() throws IOException {
    int code = in.read(READ_MILLIS);
    while (code == NonBlockingReader.READ_EXPIRED) {
      code = in.read(READ_MILLIS);
    }
    return switch (code) {
      case END -> Special.CLOSED;
      case CTRL_C -> Special.INTERRUPT;
      case '\r', '\n' -> Special.ENTER;
      case BACKSPACE, DELETE -> Special.BACKSPACE;
      case ESCAPE -> sequence();
      default -> code < ' ' ? Special.OTHER : new Key.Typed(whole((char) code));
    };
  }

  /** Joins the two halves of a character beyond the basic plane. */
  private int whole(char first) throws IOException {
    if (!Character.isHighSurrogate(first)) {
      return first;
    }
    int second = in.read(SEQUENCE_MILLIS);
    return second < 0 ? '?' : Character.toCodePoint(first, (char) second);
  }

  private Key sequence() throws IOException {
    int introducer = in.read(SEQUENCE_MILLIS);
    if (introducer < 0) {
      return Special.ESCAPE;
    } else if (introducer != '[' && introducer != 'O') {
      return Special.OTHER; // a key with Alt
    }
    StringBuilder parameters = new StringBuilder();
    int code = in.read(SEQUENCE_MILLIS);
    while (code >= 0x20 && code <= 0x3f) {
      parameters.append((char) code);
      code = in.read(SEQUENCE_MILLIS);
    }
    return meaning(code, parameters.toString());
  }

  private static Key meaning(int last, String parameters) {
    return switch (last) {
      case 'A' -> Special.UP;
      case 'B' -> Special.DOWN;
      case 'H' -> Special.HOME;
      case 'F' -> Special.END;
      case '~' ->
          switch (parameters) {
            case "1", "7" -> Special.HOME;
            case "4", "8" -> Special.END;
            case "5" -> Special.PAGE_UP;
            case "6" -> Special.PAGE_DOWN;
            default -> Special.OTHER;
          };
      default -> Special.OTHER;
    };
  }
}
