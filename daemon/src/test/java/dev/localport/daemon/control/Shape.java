package dev.localport.daemon.control;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares JSON that was written down with JSON that came. */
final class Shape {
  /** What another run, or another machine, has another value for. */
  private static final Set<String> CHANGING =
      Set.of(
          "pid",
          "version",
          "uptime_seconds",
          "port",
          "connected_since",
          "at",
          "sequence",
          "text",
          "answered",
          "rtt_ms_p50",
          "last_answer",
          "last_received",
          "next_retry_ms",
          "availability_24h",
          "ms",
          "duration_ms",
          "detail",
          "since",
          "ended_at",
          "lines",
          "position",
          "local",
          "local_port",
          "url",
          "SHOP_URL",
          "to",
          "from");

  private final List<Map<?, ?>> abbreviated;

  /**
   * @param abbreviated what the page abbreviates as "…" after the first time: only its keys are
   *     compared count there
   */
  Shape(List<Map<?, ?>> abbreviated) {
    this.abbreviated = abbreviated;
  }

  /** Returns the path of the first difference and what it is, or null if there is none. */
  @Nullable String difference(@Nullable Object written, @Nullable Object came) {
    return difference("", written, came, false);
  }

  private @Nullable String difference(
      String path, @Nullable Object written, @Nullable Object came, boolean changing) {
    if (Objects.equals(written, "…")) {
      boolean same =
          came instanceof Map<?, ?> map
              && abbreviated.stream().anyMatch(all -> all.keySet().equals(map.keySet()));
      return same ? null : unlike(path, written, came);
    } else if (written instanceof Map<?, ?> map) {
      return came instanceof Map<?, ?> other
          ? inMap(path, map, other, changing)
          : unlike(path, written, came);
    } else if (written instanceof List<?> list) {
      return came instanceof List<?> other
          ? inList(path, list, other, changing)
          : unlike(path, written, came);
    }
    boolean same = changing ? type(written).equals(type(came)) : Objects.equals(written, came);
    return same ? null : unlike(path, written, came);
  }

  private @Nullable String inMap(String path, Map<?, ?> written, Map<?, ?> came, boolean changing) {
    if (!written.keySet().equals(came.keySet())) {
      return unlike(path, written.keySet(), came.keySet());
    }
    for (Map.Entry<?, ?> entry : written.entrySet()) {
      String key = String.valueOf(entry.getKey());
      String found =
          difference(
              path + "." + key,
              entry.getValue(),
              came.get(key),
              changing || CHANGING.contains(key));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  /* A list that changes may have another length: each element is like the first one written. */
  private @Nullable String inList(String path, List<?> written, List<?> came, boolean changing) {
    if (changing ? written.isEmpty() != came.isEmpty() : written.size() != came.size()) {
      return unlike(path, written, came);
    }
    for (int i = 0; i < came.size(); i++) {
      String found =
          difference(path + "[" + i + "]", written.get(changing ? 0 : i), came.get(i), changing);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static String type(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case String _ -> "text";
      case Number _ -> "number";
      default -> value.getClass().getSimpleName();
    };
  }

  private static String unlike(String path, @Nullable Object written, @Nullable Object came) {
    return "%s: the page has %s, the daemon %s".formatted(path, written, came);
  }
}
