package dev.localport;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The string literals of a Java source, without its comments; a sum of literals is one of them. */
final class JavaLiterals {
  private static final Pattern PARTS =
      Pattern.compile(
          "\"\"\"(?<block>(?:[^\"\\\\]++|\\\\.|\"(?!\"\"))*+)\"\"\""
              + "|\"(?<text>[^\"\\\\\\n]*+(?:\\\\.[^\"\\\\\\n]*+)*+)\""
              + "|'(?:\\\\.|[^'\\\\])+'"
              + "|//[^\\n]*"
              + "|/\\*.*?\\*/",
          Pattern.DOTALL);
  private static final Pattern PLUS = Pattern.compile("\\s*\\+\\s*");

  private JavaLiterals() {}

  /** Returns the literals in the order of the source, as they are written there. */
  static List<String> of(String source) {
    List<String> literals = new ArrayList<>();
    int end = -1;
    Matcher part = PARTS.matcher(source);
    while (part.find()) {
      String literal = part.group("block") != null ? part.group("block") : part.group("text");
      if (literal == null) {
        continue;
      }
      if (end >= 0 && PLUS.matcher(source.substring(end, part.start())).matches()) {
        literals.add(literals.removeLast() + literal);
      } else {
        literals.add(literal);
      }
      end = part.end();
    }
    return literals;
  }
}
