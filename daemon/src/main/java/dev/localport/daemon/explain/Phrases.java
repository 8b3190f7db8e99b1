package dev.localport.daemon.explain;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ContainerInfo;
import dev.localport.api.Durations;
import dev.localport.api.PodInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Ages, amounts and lists as people say them. */
final class Phrases {
  private static final long MEBIBYTE = 1L << 20;
  private static final int MOST_NAMES = 3;

  private Phrases() {}

  /** Returns {@code 4 min ago}. */
  static String ago(Instant then, Instant now) {
    return Durations.show(Duration.between(then, now)) + " ago";
  }

  /** Returns {@code in 12 s}, rounded up, or {@code now}. */
  static String until(Instant then, Instant now) {
    return then.isAfter(now)
        ? "in " + Durations.show(Duration.between(now, then).plusMillis(999))
        : "now";
  }

  /** Returns a message as a sentence. */
  static String sentence(String message) {
    return message.endsWith(".") ? message : message + ".";
  }

  /** Returns {@code 64 MiB}. */
  static String mebibytes(long bytes) {
    return bytes / MEBIBYTE + " MiB";
  }

  /** Returns {@code 61 MiB in use 40 s ago}, or null if a container is not measured. */
  static @Nullable String measured(PodInfo pod, ContainerInfo container, Instant now) {
    Long bytes = container.usage() == null ? null : container.usage().memoryBytes();
    Instant when = pod.usageUpdated();
    return bytes == null || when == null
        ? null
        : "%s in use %s".formatted(mebibytes(bytes), ago(when, now));
  }

  /** Returns {@code 1 probe}, {@code 3 probes}. */
  static String count(long number, String one) {
    return number == 1 ? "1 " + one : number + " " + one + "s";
  }

  /** Returns {@code a}, {@code a and b}, {@code a, b and c}, {@code a, b, c and 4 more}. */
  static String list(List<String> names) {
    if (names.size() > MOST_NAMES + 1) {
      return String.join(", ", names.subList(0, MOST_NAMES))
          + " and "
          + (names.size() - MOST_NAMES)
          + " more";
    }
    List<String> front = new ArrayList<>(names.subList(0, Math.max(0, names.size() - 1)));
    return front.isEmpty()
        ? String.join("", names)
        : String.join(", ", front) + " and " + names.getLast();
  }

  /** Returns {@code BackOff on pod/web-1, 12 times, 30 s ago: Back-off restarting}. */
  static String event(ClusterEvent event, Instant now) {
    return "event %s on %s, %s, %s: %s"
        .formatted(
            event.reason(),
            event.object(),
            count(event.count(), "time"),
            ago(event.lastSeen(), now),
            event.message().strip());
  }
}
