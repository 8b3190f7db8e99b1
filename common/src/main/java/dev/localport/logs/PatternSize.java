package dev.localport.logs;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a pattern is with the numbers in braces written out: {@code (ab){3}c{0,2}} is {@code
 * (ab)(ab)(ab)c?c?}, 16 characters. RE2/J does write them out, and makes at most two instructions
 * of each character, so it bounds the memory and the time that a pattern takes. Repetitions within
 * each other multiply, and those side by side add up. Used by one thread.
 */
final class PatternSize {
  private static final Pattern REPETITION = Pattern.compile("\\{(\\d{1,9})(?:,(\\d{0,9}))?}");

  /** Larger sizes count as this one: far beyond what is of use, and no product overflows. */
  private static final long ENOUGH = 1L << 30;

  /** Flags and an empty quotation are no items: a quantifier follows. */
  private static final Pattern NOTHING = Pattern.compile("\\(\\?[a-zA-Z-]*\\)|\\\\Q\\\\E");

  /** A class in a class: {@code [:alpha:]}. */
  private static final Pattern NAMED = Pattern.compile("\\[:\\^?[a-z]+:]");

  private final String text;
  private final Matcher repetition;
  private final Matcher nothing;
  private final Matcher named;
  private final Deque<Long> outside = new ArrayDeque<>(); // of the groups that are open
  private long before; // in this group, before the last item
  private long last; // the item that a repetition repeats
  private int at;

  private PatternSize(String text) {
    this.text = text;
    this.repetition = REPETITION.matcher(text);
    this.nothing = NOTHING.matcher(text);
    this.named = NAMED.matcher(text);
  }

  /** Returns the size of a pattern, which may have mistakes; from 2^30 on it is not exact. */
  static long of(String text) {
    PatternSize size = new PatternSize(text);
    while (size.at < text.length()) {
      size.next();
    }
    return size.before + size.last + size.outside.stream().mapToLong(Long::longValue).sum();
  }

  private void next() {
    if (repetition.region(at, text.length()).lookingAt()) {
      last = Math.min(ENOUGH, repeated());
      at = repetition.end();
    } else if (nothing.region(at, text.length()).lookingAt()) {
      last += nothing.end() - at;
      at = nothing.end();
    } else {
      read();
    }
  }

  private void read() {
    char found = text.charAt(at);
    at++;
    switch (found) {
      case '(' -> {
        outside.push(before + last);
        before = 0;
        last = 1;
      }
      case ')' -> {
        last = Math.min(ENOUGH, before + last + 1);
        before = outside.isEmpty() ? 0 : outside.pop();
      }
      case '*', '+', '?' -> last++;
      case '[' -> {
        skipClass();
        item();
      }
      case '\\' -> {
        skipEscaped();
        item();
      }
      default -> item();
    }
  }

  private void item() {
    before = Math.min(ENOUGH, before + last);
    last = 1;
  }

  /* What may be left out is followed by a question mark, and what has no end by a star. */
  private long repeated() {
    long least = Long.parseLong(repetition.group(1));
    String most = repetition.group(2);
    if (most == null || most.isEmpty()) {
      return last * Math.max(1, least) + (most == null ? 0 : 1);
    }
    return last * least + (last + 1) * Math.max(0, Long.parseLong(most) - least);
  }

  /* A bracket that is closed at once is a character, and so is one after a backslash. */
  private void skipClass() {
    at += text.startsWith("^", at) ? 1 : 0;
    at += text.startsWith("]", at) ? 1 : 0;
    while (at < text.length() && text.charAt(at) != ']') {
      if (named.region(at, text.length()).lookingAt()) {
        at = named.end();
      } else {
        skipRange();
      }
    }
    at = Math.min(text.length(), at + 1);
  }

  private void skipRange() {
    skipOne();
    if (text.startsWith("-", at) && !text.startsWith("]", at + 1)) {
      at++;
      skipOne();
    }
  }

  private void skipOne() {
    boolean isEscape = text.startsWith("\\", at);
    at = Math.min(text.length(), at + 1);
    if (isEscape) {
      skipEscaped();
    }
  }

  /** Skips what follows a backslash, with what belongs to it. */
  private void skipEscaped() {
    if (text.startsWith("Q", at)) {
      int end = behind("\\E", at + 1);
      before += end - at; // each is a character of its own
      at = end;
    } else if (text.startsWith("{", at + 1) && "xpP".indexOf(text.charAt(at)) >= 0) {
      at = behind("}", at + 2);
    } else {
      at = Math.min(text.length(), at + 1);
    }
  }

  private int behind(String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }
}
