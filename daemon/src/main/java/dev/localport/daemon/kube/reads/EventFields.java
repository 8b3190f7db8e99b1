package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.daemon.net.ForeignText;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One event, field by field, in any order.
 *
 * <p>When it was seen last stands in one of four places: components of old write {@code
 * lastTimestamp} and {@code count}, those of today {@code eventTime}, and {@code series} once it
 * comes again; some write none of them, and there is only when the object was made.
 */
final class EventFields {
  private String type = "Normal";
  private String reason = "";
  private String message = "";
  private String kind = "";
  private String name = "";
  private String namespace = "";
  private int count;
  private int seriesCount;
  private @Nullable String version;
  private @Nullable Instant created;
  private @Nullable Instant first;
  private @Nullable Instant last;
  private @Nullable Instant at;
  private @Nullable Instant again;

  void field(String field, JsonParser json) throws IOException {
    switch (field) {
      case "metadata" -> JsonWalk.object(json, this::metadata);
      case "involvedObject" -> JsonWalk.object(json, this::about);
      case "series" -> JsonWalk.object(json, this::series);
      case "type" -> type = JsonWalk.text(json, type);
      case "reason" -> reason = ForeignText.line(JsonWalk.text(json, ""));
      case "message" -> message = ForeignText.line(JsonWalk.text(json, ""));
      case "count" -> count = JsonWalk.number(json);
      case "firstTimestamp" -> first = time(JsonWalk.text(json));
      case "lastTimestamp" -> last = time(JsonWalk.text(json));
      case "eventTime" -> at = time(JsonWalk.text(json));
      default -> {
        // what reported it
      }
    }
  }

  private void metadata(String field, JsonParser json) throws IOException {
    switch (field) {
      case "creationTimestamp" -> created = time(JsonWalk.text(json));
      case "resourceVersion" -> version = JsonWalk.text(json);
      default -> {
        // its name, and its manager
      }
    }
  }

  private void about(String field, JsonParser json) throws IOException {
    switch (field) {
      case "kind" -> kind = JsonWalk.text(json, "");
      case "name" -> name = JsonWalk.text(json, "");
      case "namespace" -> namespace = JsonWalk.text(json, "");
      default -> {
        // uid, version, field
      }
    }
  }

  private void series(String field, JsonParser json) throws IOException {
    switch (field) {
      case "count" -> seriesCount = JsonWalk.number(json);
      case "lastObservedTime" -> again = time(JsonWalk.text(json));
      default -> {
        // the state of old versions
      }
    }
  }

  private static @Nullable Instant time(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      return null; // as good as none
    }
  }

  /** Returns the version of the object, where a watch continues; null where it has none. */
  @Nullable String version() {
    return version;
  }

  ClusterEvent event() {
    Instant begun = firstOf(first, at, created, last);
    Instant newest = later(later(again, last), at);
    Instant seen = firstOf(newest, created, first);
    return ClusterEventBuilder.builder()
        .type(type)
        .reason(reason)
        .object(kind.toLowerCase(Locale.ROOT) + "/" + name)
        .namespace(namespace.isEmpty() ? null : namespace)
        .message(message)
        .count(Math.max(1, Math.max(count, seriesCount)))
        .firstSeen(begun)
        .lastSeen(seen == null ? Instant.EPOCH : seen)
        .build();
  }

  private static @Nullable Instant firstOf(@Nullable Instant... times) {
    for (Instant time : times) {
      if (time != null) {
        return time;
      }
    }
    return null;
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return one.isAfter(other) ? one : other;
  }
}
