package dev.localport.config.form;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts variables of a shell into values: {@code ${NAME}} and {@code ${NAME:default}}.
 *
 * <p>What a variable holds is text and nothing else: it is never read as YAML, so it brings no
 * keys. Belongs to one read.
 */
final class Variables {
  /** What begins a variable in a text. */
  static final String BEGIN = "${";

  private static final Pattern FORM =
      Pattern.compile("\\$\\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(?::(?<otherwise>[^}]*))?}");

  private final Map<String, String> environment;
  private final Set<String> used = new LinkedHashSet<>();

  Variables(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  static boolean areIn(String text) {
    return text.contains(BEGIN);
  }

  /** Returns the names of the variables in a text, in its order. */
  static List<String> namesIn(String text) {
    return FORM.matcher(text).results().map(form -> form.group("name")).distinct().toList();
  }

  /** Returns the names that were asked for. */
  Set<String> used() {
    return used;
  }

  /**
   * Returns the text with what its variables hold, or null where that cannot be, which is reported.
   */
  @Nullable String expand(String text, Value at) {
    StringBuilder expanded = new StringBuilder();
    Matcher form = FORM.matcher(text);
    int from = 0;
    for (int i = text.indexOf(BEGIN); i >= 0; i = text.indexOf(BEGIN, from)) {
      if (!form.region(i, text.length()).lookingAt()) {
        at.wrong(
            at.shown() + " contains an invalid variable",
            "write ${NAME} or ${NAME:default}; names have letters, digits and underscores");
        return null;
      }
      String value = value(form, at);
      if (value == null) {
        return null;
      }
      expanded.append(text, from, i).append(value);
      from = form.end();
    }
    return expanded.append(text, from, text.length()).toString();
  }

  private @Nullable String value(Matcher form, Value at) {
    String name = form.group("name");
    used.add(name);
    String otherwise = form.group("otherwise");
    String value = environment.get(name);
    if (value == null && otherwise == null) {
      at.report().unset(name, at);
    }
    return value == null ? otherwise : value;
  }
}
