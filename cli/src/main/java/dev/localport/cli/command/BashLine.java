package dev.localport.cli.command;

import java.util.ArrayList;
import java.util.List;

/**
 * A line that is typed into bash, as bash reads it. What {@code complete -F} offers is put into the
 * line as it is, in the place of the text behind the last word break: so it has to be quoted here,
 * or a context that is called {@code $(…)} would be run. Pure.
 *
 * @param words the words without their quotes, the last one as far as it is typed
 * @param kept how much of the last word stands before the text that is replaced
 * @param quote the quote that this text stands in; {@link #NONE}: none
 */
record BashLine(List<String> words, int kept, char quote) {
  static final char NONE = 0;

  private static final String SPECIAL_IN_DOUBLE_QUOTES = "$`\"\\";
  private static final String PLAIN = "_./:=@%+,-";

  BashLine {
    words = List.copyOf(words);
  }

  /** Reads the line up to the cursor. */
  static BashLine of(String line) {
    Reading reading = new Reading();
    for (int i = 0; i < line.length(); i++) {
      reading.take(line.charAt(i), i + 1 < line.length() ? line.charAt(i + 1) : NONE);
    }
    return reading.end();
  }

  /** Returns the text that makes the last word this one. */
  String replacement(String word) {
    String rest = word.substring(kept);
    StringBuilder quoted = new StringBuilder();
    for (int i = 0; i < rest.length(); i++) {
      quoted.append(quoted(rest.charAt(i), kept + i == 0));
    }
    return quoted.toString();
  }

  private String quoted(char c, boolean first) {
    return switch (quote) {
      case '\'' -> c == '\'' ? "'\\''" : String.valueOf(c);
      case '"' -> SPECIAL_IN_DOUBLE_QUOTES.indexOf(c) < 0 ? String.valueOf(c) : "\\" + c;
      default -> isPlain(c) || (c == '~' && first) ? String.valueOf(c) : "\\" + c;
    };
  }

  private static boolean isPlain(char c) {
    return c > '~' || Character.isLetterOrDigit(c) || PLAIN.indexOf(c) >= 0;
  }

  /** Follows the characters. Not thread-safe. */
  private static final class Reading {
    private final List<String> words = new ArrayList<>();
    private final StringBuilder word = new StringBuilder();
    private boolean begun; // there is a word, which may be empty: ""
    private boolean escaped;
    private char open = NONE;
    private int kept;
    private char quote = NONE;

    void take(char c, char next) {
      if (escaped) {
        escaped = false;
        add(c);
      } else if (open == NONE) {
        unquoted(c);
      } else if (c == open) {
        open = NONE;
      } else if (c == '\\' && open == '"' && SPECIAL_IN_DOUBLE_QUOTES.indexOf(next) >= 0) {
        escaped = true;
      } else {
        add(c);
      }
    }

    private void unquoted(char c) {
      if (c == ' ' || c == '\t') {
        endWord();
      } else if (c == '\\') {
        escaped = true;
        begun = true;
      } else if (c == '\'' || c == '"') {
        open = c;
        replaceFromHere(c);
      } else {
        add(c);
        if (c == ':' || c == '=') {
          replaceFromHere(NONE);
        }
      }
    }

    private void add(char c) {
      word.append(c);
      begun = true;
    }

    /* Behind a colon, an equals sign or a quote bash sees a word of its own. */
    private void replaceFromHere(char within) {
      begun = true;
      kept = word.length();
      quote = within;
    }

    private void endWord() {
      if (begun) {
        words.add(word.toString());
      }
      word.setLength(0);
      begun = false;
      kept = 0;
      quote = NONE;
    }

    BashLine end() {
      words.add(word.toString());
      return new BashLine(words, kept, quote);
    }
  }
}
