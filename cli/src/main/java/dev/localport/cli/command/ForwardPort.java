package dev.localport.cli.command;

import java.util.Locale;

/**
 * One port in kubectl's words.
 *
 * @param local 0: any free one
 * @param remote a number, or a port's name that nobody has checked yet
 */
record ForwardPort(int local, String remote) {
  private static final int MOST = 65_535;

  /**
   * Reads {@code 8080}, {@code 8080:80}, {@code :80}, {@code 8080:http} or {@code http}, which
   * listens on any free port, since its number is known to the cluster only.
   */
  static ForwardPort of(String text) throws UsageException {
    if (text.toLowerCase(Locale.ROOT).endsWith("/udp")) {
      throw new UsageException(text + ": UDP cannot be forwarded: Kubernetes forwards TCP only");
    }
    int colon = text.indexOf(':');
    if (colon < 0) {
      int port = number(text);
      return port < 0 ? new ForwardPort(0, remote(text, text)) : both(text, port);
    }
    int local = colon == 0 ? 0 : number(text.substring(0, colon));
    if (local < 0) {
      throw wrong(text);
    }
    return new ForwardPort(local, remote(text, text.substring(colon + 1)));
  }

  private static ForwardPort both(String text, int port) throws UsageException {
    return new ForwardPort(port, remote(text, String.valueOf(port)));
  }

  private static String remote(String text, String remote) throws UsageException {
    int port = number(remote);
    if (port == 0 || (port < 0 && !isName(remote))) {
      throw wrong(text);
    }
    return port < 0 ? remote : String.valueOf(port);
  }

  private static boolean isName(String text) {
    boolean letter = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      letter |= isLetter(c);
      if (!isLetter(c) && !isDigit(c) && c != '-') {
        return false;
      }
    }
    return letter;
  }

  private static boolean isLetter(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Returns a number from 0 to 65535, or -1. */
  private static int number(String text) {
    if (text.isEmpty() || text.length() > 5) {
      return -1;
    }
    int number = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c)) {
        return -1;
      }
      number = number * 10 + (c - '0');
    }
    return number <= MOST ? number : -1;
  }

  private static UsageException wrong(String text) {
    return new UsageException(
        "\""
            + text
            + "\" is not a port; use REMOTE, LOCAL:REMOTE or :REMOTE, 1 to 65535 or a"
            + " port's name");
  }

  /** Returns how a configuration writes it. */
  String text() {
    return local == 0 ? ":" + remote : local + ":" + remote;
  }
}
