package dev.localport.daemon.forward.local;

import java.util.regex.Pattern;

/**
 * What a server writes on a connection's error stream, for people: containerd's messages carry
 * paths of network namespaces and ids of sandboxes, which mean something on the node alone.
 */
final class ServerWords {
  private static final Pattern NAMESPACE =
      Pattern.compile(" (?:in network|inside) namespace \\\\?\"[^\"]*\"");
  private static final Pattern SANDBOX = Pattern.compile(" to pod [0-9a-f]{12,}, uid [^:]*:");

  private ServerWords() {}

  /** Returns the message without them; all else stays as the server said it. */
  static String plain(String message) {
    return SANDBOX.matcher(NAMESPACE.matcher(message).replaceAll("")).replaceAll(":");
  }
}
