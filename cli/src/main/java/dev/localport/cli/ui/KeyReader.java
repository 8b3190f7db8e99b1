package dev.localport.cli.ui;

import dev.localport.cli.ui.Key.Special;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jline.utils.NonBlockingReader;

/**
 * Reads keys from a terminal in raw mode: characters, and the sequences that terminals of the xterm
 * family send for cursor keys (ECMA-48 control sequences). Used by one thread.
 */
public final class KeyReader {
  private static final int END = -1;
  private static final int CTRL_C = 3;
  private static final int BACKSPACE = 8;
  private static final int CTRL_Z = 26;
  private static final int ESCAPE = 27;
  private static final int DELETE = 127;

  /**
   * A sequence arrives at once; a pause behind the escape means that the key itself was pressed. A
   * slow line may tear the two apart, so it is as long as a user does not yet notice it.
   */
  private static final long ESCAPE_MILLIS = 100;

  /** What has begun as a sequence is one, however slow the line. */
  private static final long SEQUENCE_MILLIS = 1_000;

  private static final int NONE = Integer.MIN_VALUE;

  private final NonBlockingReader in;
  private int kept = NONE; // read, and not yet returned

  KeyReader(NonBlockingReader in) {
    this.in = in;
  }

  /**
   * Waits for the next key; empty: none was pressed in that time.
   *
   * @throws IOException if the terminal is gone
   */
  public Optional<Key> next(Duration limit) throws IOException {
    int code = kept == NONE ? in.read(Math.max(1, limit.toMillis())) : kept;
    kept = NONE;
    return code == NonBlockingReader.READ_EXPIRED ? Optional.empty() : Optional.of(key(code));
  }

  private Key key(int code) throws IOException {
    return switch (code) {
      case END -> Special.CLOSED;
      case CTRL_C -> Special.INTERRUPT;
      case CTRL_Z -> Special.SUSPEND;
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
    int introducer = in.read(ESCAPE_MILLIS);
    if (introducer < 0) {
      return Special.ESCAPE;
    } else if (introducer != '[' && introducer != 'O') {
      kept = introducer; // no key has a meaning with Alt: a slow line sent two keys at once
      return Special.ESCAPE;
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
