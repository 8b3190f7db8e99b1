package dev.localport.cli.imports.shell;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How variables are written between braces. */
final class Variables {
  private static final Pattern BRACES =
      Pattern.compile("(!?)([A-Za-z_]\\w*|[0-9@*#?]+)(?:\\[([^]]*)])?(.*)", Pattern.DOTALL);

  private Variables() {}

  /** Reads what stands between the braces. */
  static Part inBraces(String content, boolean isQuoted) {
    Matcher matcher = BRACES.matcher(content);
    if (!matcher.matches()) {
      return new Part.Opaque("${" + content + "}");
    }
    boolean isMarked = !matcher.group(1).isEmpty();
    String index = matcher.group(3);
    boolean isAll = index != null && (index.equals("@") || index.equals("*"));
    if (isMarked && !isAll) {
      return new Part.Opaque("${" + content + "}");
    }
    return new Part.Variable(matcher.group(2), index, matcher.group(4), isMarked, isQuoted);
  }

  /** Returns whether a character can be part of a name. */
  static boolean isNamePart(char c, boolean isFirst) {
    boolean isLetter = c == '_' || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    return isLetter || (!isFirst && c >= '0' && c <= '9');
  }
}
