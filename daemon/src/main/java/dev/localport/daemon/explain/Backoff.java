package dev.localport.daemon.explain;

import dev.localport.api.ContainerInfo;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How long the kubelet waits before it restarts a container, in words. */
final class Backoff {
  private static final String REASON = "CrashLoopBackOff";

  /* back-off 1m20s restarting failed container=server pod=web-1_shop(216478c7-…) */
  private static final Pattern DELAY =
      Pattern.compile("back-off (?=\\d)((?:\\d+h)?)((?:\\d+m)?)((?:[\\d.]+s)?)\\b.*");

  private Backoff() {}

  /**
   * Returns {@code it is waiting 5m before the next restart (CrashLoopBackOff)}; null: it does not.
   */
  static @Nullable String of(ContainerInfo container) {
    String message = container.message();
    if (message == null || !REASON.equals(container.reason())) {
      return null;
    }
    Matcher delay = DELAY.matcher(message);
    return delay.matches()
        ? "it is waiting %s before the next restart (%s)".formatted(words(delay), REASON)
        : null;
  }

  /* 5m0s is 5m; the kubelet never waits longer than minutes. */
  private static String words(Matcher delay) {
    StringBuilder words = new StringBuilder();
    for (int group = 1; group <= delay.groupCount(); group++) {
      String part = delay.group(group);
      if (!part.isEmpty() && !part.matches("0[hms]")) {
        words.append(words.isEmpty() ? "" : " ").append(part);
      }
    }
    return words.isEmpty() ? "0s" : words.toString();
  }
}
