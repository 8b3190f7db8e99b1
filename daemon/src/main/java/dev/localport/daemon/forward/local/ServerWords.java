package dev.localport.daemon.forward.local;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a server writes on a connection's error stream, for people: containerd's messages carry
 * paths of network namespaces and ids of sandboxes, which mean something on the node alone.
 */
final class ServerWords {
  private static final Pattern NAMESPACE =
      Pattern.compile(" (?:in network|inside) namespace \\\\?\"[^\"]*\"");
  /* containerd and CRI-O, which has socat's words */
  private static final Pattern NOT_LISTENING =
      Pattern.compile(
          ".*(?:failed to connect to localhost|127\\.0\\.0\\.1|\\[?::1\\]?):(\\d{1,5})\\b.*"
              + "[Cc]onnection refused.*",
          Pattern.DOTALL);

  private static final Pattern SANDBOX = Pattern.compile(" to pod [0-9a-f]{12,}, uid [^:]*:");

  private ServerWords() {}

  /** Returns the message without them; a refused connection is said in our own words. */
  static String plain(String message) {
    Matcher refused = NOT_LISTENING.matcher(message);
    if (refused.matches()) {
      return "connection refused: nothing listens on port %s in the pod"
          .formatted(refused.group(1));
    }
    return SANDBOX.matcher(NAMESPACE.matcher(message).replaceAll("")).replaceAll(":");
  }
}
