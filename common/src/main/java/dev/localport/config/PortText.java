package dev.localport.config;

import org.jspecify.annotations.Nullable;

/** Reads how a port is written: {@code 5432}, {@code auto}, {@code http}, {@code 15432:5432}. */
final class PortText {
  private static final int MOST = 65_535;

  private PortText() {}

  /** Reads {@code LOCAL:REMOTE}, {@code :REMOTE} (any free one) or one number for both sides. */
  static @Nullable PortMapping read(Value value) {
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

  /** Returns a local port, 0 for any free one, or null where it is none, which is reported. */
  static @Nullable Integer local(Value value, @Nullable String text) {
    if (text == null || text.equals("auto")) {
      return text == null ? null : 0;
    }
    int port = number(text);
    if (port < 0) {
      value.wrong(Shown.of(text) + " is not a port", "use 1 to 65535, or auto");
      return null;
    }
    return port;
  }

  /** Returns a remote port as text, or null where it is none, which is reported. */
  static @Nullable String remote(Value value, @Nullable String text) {
    if (text == null || number(text) > 0 || TextRule.PORT_NAME.allows(text)) {
      return text;
    }
    value.wrong(Shown.of(text) + " is not a port", "use 1 to 65535, or the name of a port");
    return null;
  }

  /** Returns a number from 0 to 65535, or -1 where the text is none. */
  private static int number(String text) {
    int number = text.matches("0|[1-9][0-9]{0,4}") ? Integer.parseInt(text) : -1;
    return number <= MOST ? number : -1;
  }
}
