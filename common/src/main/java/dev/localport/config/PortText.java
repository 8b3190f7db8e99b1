package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Forms;
import dev.localport.config.form.Schema;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads how a port is written: {@code 5432}, {@code auto}, {@code http}, {@code 15432:5432}. */
final class PortText {
  private static final int MOST = 65_535;

  /** A port of this machine; 0 for any free one. */
  static final Form<Integer> LOCAL =
      Forms.scalar(
          value -> local(value, value.text()),
          Schema.anyOf(
              List.of(
                  Schema.of("type", "integer", "minimum", 0, "maximum", MOST),
                  Schema.of("type", "string", "pattern", "^(auto|0|[1-9][0-9]{0,4})$"))));

  /** A port of the target, as text. */
  static final Form<String> REMOTE =
      Forms.scalar(
          value -> remote(value, value.text()),
          Schema.anyOf(
              List.of(
                  Schema.of("type", "integer", "minimum", 1, "maximum", MOST),
                  Schema.of("type", "string", "pattern", "^[a-z0-9-]{1,15}$"))));

  /** {@code LOCAL:REMOTE}, {@code :REMOTE} (any free one) or one number for both sides. */
  static final Form<PortMapping> PAIR =
      Forms.scalar(
          PortText::pair,
          Schema.anyOf(
              List.of(
                  Schema.of("type", "integer", "minimum", 1, "maximum", MOST),
                  Schema.of(
                      "type", "string", "pattern", "^((auto|[0-9]{1,5})?:)?[a-z0-9-]{1,15}$"))));

  private PortText() {}

  private static @Nullable PortMapping pair(Value value) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    int colon = text.indexOf(':');
    String here = colon == 0 ? "auto" : colon < 0 ? text : text.substring(0, colon);
    Integer local = local(value, here);
    String remote = local == null ? null : remote(value, text.substring(colon + 1));
    return local == null || remote == null ? null : new PortMapping(null, local, remote);
  }

  private static @Nullable Integer local(Value value, @Nullable String text) {
    if (text == null || text.equals("auto")) {
      return text == null ? null : 0;
    }
    int port = number(text);
    if (port < 0) {
      value.wrong(value.shown(text) + " is not a port", "use 1 to 65535, or auto");
      return null;
    }
    return port;
  }

  private static @Nullable String remote(Value value, @Nullable String text) {
    if (text == null || number(text) > 0 || TextRule.PORT_NAME.allows(text)) {
      return text;
    }
    if (text.toLowerCase(Locale.ROOT).endsWith("/udp")) {
      value.wrong(value.shown(text) + " is UDP; Kubernetes forwards TCP only", "use a TCP port");
    } else {
      value.wrong(value.shown(text) + " is not a port", "use 1 to 65535, or the name of a port");
    }
    return null;
  }

  /** Returns a number from 0 to 65535, or -1 where the text is none. */
  private static int number(String text) {
    int number = text.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(text) : -1;
    return number <= MOST ? number : -1;
  }
}
