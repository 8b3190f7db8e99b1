package dev.localport.config.edit;

import java.util.regex.Pattern;

/** Writes a value as a person would: in quotes only where YAML needs them. */
public final class YamlWord {
  private static final Pattern NEEDS_NO_QUOTES =
      Pattern.compile(
          "(?!(?i:true|false|null|yes|no|on|off)$)[A-Za-z][A-Za-z0-9_./-]*|[1-9][0-9]*");

  private YamlWord() {}

  /** Returns the value as YAML. */
  public static String quoted(String value) {
    return NEEDS_NO_QUOTES.matcher(value).matches() ? value : '"' + escaped(value) + '"';
  }

  private static String escaped(String value) {
    StringBuilder escaped = new StringBuilder();
    value
        .chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            escaped.append('\\').append((char) c);
          } else if (Character.isISOControl(c)) {
            escaped.append("\\u%04x".formatted(c));
          } else {
            escaped.append((char) c);
          }
        });
    return escaped.toString();
  }
}
