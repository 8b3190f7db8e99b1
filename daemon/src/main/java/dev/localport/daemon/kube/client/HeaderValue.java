package dev.localport.daemon.kube.client;

/**
 * What may stand in the head of a request. A line end in a token would end the header, and the HTTP
 * libraries quote the whole value when they refuse it. So values are checked when they are read,
 * and no message shows them.
 */
final class HeaderValue {
  /** Continues a sentence about a value. */
  static final String BROKEN = "a line break or another control character in it";

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int DELETE = 0x7f;

  private HeaderValue() {}

  /** Returns whether a value cannot be sent (RFC 9110, section 5.5). */
  static boolean isBroken(String value) {
    return value.chars().anyMatch(c -> (c < FIRST_PRINTABLE && c != '\t') || c == DELETE);
  }
}
