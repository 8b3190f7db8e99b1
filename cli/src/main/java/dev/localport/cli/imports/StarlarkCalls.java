package dev.localport.cli.imports;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The calls of functions in Starlark text, with their arguments as they are written. */
final class StarlarkCalls {
  private static final Pattern NAME =
      Pattern.compile("(?<![\\w.])(k8s_resource|local_resource|local|port_forward) *\\(");
  private static final Pattern CONSTANT =
      Pattern.compile(
          "^([A-Za-z_]\\w*) *= *([0-9]+|'[^'\n]*'|\"[^\"\n]*\") *(?:#.*)?$", Pattern.MULTILINE);
  private static final Pattern NAME_IN_CALL =
      Pattern.compile("(?<=[(,\\[=] {0,3})([A-Za-z_]\\w*)(?= *[,)\\]])");
  private static final Pattern KEYWORD = Pattern.compile("(\\w+) *=(?!=) *(.*)", Pattern.DOTALL);

  private StarlarkCalls() {}

  /**
   * An argument.
   *
   * @param name null: it has none
   */
  record Argument(@Nullable String name, String value) {}

  /** A call. */
  record Call(String function, int line, List<Argument> arguments) {
    Call {
      arguments = List.copyOf(arguments);
    }

    /** Returns the argument with that name as it is written. */
    @Nullable String named(String name) {
      for (Argument argument : arguments) {
        if (name.equals(argument.name())) {
          return argument.value();
        }
      }
      return null;
    }

    /** Returns the argument at that place, or with that name. */
    @Nullable String argument(int place, String name) {
      boolean isThere = place < arguments.size() && arguments.get(place).name() == null;
      return isThere ? arguments.get(place).value() : named(name);
    }

    /** Returns the text of the first argument, or of the one with that name. */
    @Nullable String first(String name) {
      return text(argument(0, name));
    }
  }

  /** Returns the calls in their order; those inside of others' arguments are not listed. */
  static List<Call> of(String text) {
    String code = withoutComments(text);
    List<Call> calls = new ArrayList<>();
    Matcher matcher = NAME.matcher(code);
    int from = 0;
    while (matcher.find(from)) {
      int end = closing(code, matcher.end() - 1);
      List<Argument> arguments = new ArrayList<>();
      for (String item : split(code.substring(matcher.end(), end))) {
        Matcher keyword = KEYWORD.matcher(item);
        arguments.add(
            keyword.matches()
                ? new Argument(keyword.group(1), keyword.group(2))
                : new Argument(null, item));
      }
      int line =
          1 + (int) code.substring(0, matcher.start()).chars().filter(c -> c == '\n').count();
      calls.add(new Call(matcher.group(1), line, arguments));
      from = end;
    }
    return calls;
  }

  /** Returns the text with the numbers and texts that names at its top stand for. */
  static String withConstants(String text) {
    Map<String, String> constants = new LinkedHashMap<>();
    Matcher matcher = CONSTANT.matcher(text);
    while (matcher.find()) {
      constants.merge(matcher.group(1), matcher.group(2), (one, two) -> ""); // set twice: not known
    }
    return NAME_IN_CALL
        .matcher(text)
        .replaceAll(found -> {
          String value = constants.getOrDefault(found.group(1), "");
          return Matcher.quoteReplacement(value.isEmpty() ? found.group() : value);
        });
  }

  /** Returns the items of a list as they are written. */
  static List<String> items(String list) {
    return split(list.substring(1, Math.max(1, closing(list, 0))));
  }

  /** Returns the text of a literal; null where it is none. */
  static @Nullable String text(@Nullable String value) {
    Matcher matcher =
        Pattern.compile("(['\"])((?:(?!\\1)[^\\\\\\n])*)\\1").matcher(value == null ? "" : value);
    return matcher.matches() ? matcher.group(2) : null;
  }

  private static String withoutComments(String text) {
    StringBuilder code = new StringBuilder();
    char quote = 0;
    boolean isComment = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        isComment = false;
        quote = 0;
      } else if (quote == 0 && c == '#') {
        isComment = true;
      } else if (!isComment && (c == '"' || c == '\'')) {
        quote = quote == 0 ? c : quote == c ? 0 : quote;
      }
      code.append(isComment ? ' ' : c);
    }
    return code.toString();
  }

  /** Returns where the bracket at {@code open} is closed; the end if it is not. */
  private static int closing(String code, int open) {
    int depth = 0;
    char quote = 0;
    for (int i = open; i < code.length(); i++) {
      char c = code.charAt(i);
      if (quote != 0) {
        quote = c == quote || c == '\n' ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0 && --depth == 0) {
        return i;
      }
    }
    return code.length();
  }

  private static List<String> split(String list) {
    List<String> items = new ArrayList<>();
    int begin = 0;
    int depth = 0;
    char quote = 0;
    for (int i = 0; i <= list.length(); i++) {
      char c = i < list.length() ? list.charAt(i) : ',';
      if (quote != 0 && i < list.length()) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if ("([{".indexOf(c) >= 0) {
        depth++;
      } else if (")]}".indexOf(c) >= 0) {
        depth--;
      } else if (c == ',' && (depth == 0 || i == list.length())) {
        String item = list.substring(begin, i).strip();
        if (!item.isEmpty()) {
          items.add(item);
        }
        begin = i + 1;
      }
    }
    return items;
  }
}
