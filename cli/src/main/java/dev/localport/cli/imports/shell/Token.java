package dev.localport.cli.imports.shell;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A word, an operator, or an array in parentheses behind a word such as {@code all=}.
 *
 * @param operator the operator; null for a word
 * @param parts the word's parts
 * @param items the array's words; null where there is none
 */
record Token(int line, @Nullable String operator, List<Part> parts, @Nullable List<Token> items) {
  Token {
    parts = List.copyOf(parts);
    items = items == null ? null : List.copyOf(items);
  }

  static Token operator(int line, String operator) {
    return new Token(line, operator, List.of(), null);
  }

  boolean is(String word) {
    return operator != null ? operator.equals(word) : isWord(word);
  }

  boolean isWord() {
    return operator == null;
  }

  /** Returns whether it is that word, without quotes, as the shell's own words are written. */
  private boolean isWord(String word) {
    return parts.size() == 1
        && parts.getFirst() instanceof Part.Plain(String text, boolean quoted)
        && !quoted
        && text.equals(word);
  }

  /** Returns the text of a word that is only text; else null. */
  @Nullable String plain() {
    StringBuilder text = new StringBuilder();
    for (Part part : parts) {
      if (!(part instanceof Part.Plain(String more, boolean _))) {
        return null;
      }
      text.append(more);
    }
    return operator == null ? text.toString() : null;
  }
}
