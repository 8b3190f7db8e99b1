package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.KubeException;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Events as they happen: one watch, read line by line. It begins behind a list that was read
 * elsewhere. Where there is none, as for a user without permission to list events of the whole
 * cluster, or its version has expired, it begins now, and asks for one event before, for the
 * version of the list.
 *
 * @param lists asks over connections that are shared
 * @param watches asks over connections that are kept
 */
record EventFeed(RawCalls lists, RawCalls watches) {
  /** How long a watch lasts that nothing ends. */
  private static final Duration LASTS = Duration.ofMinutes(5);

  /** A server that does not end it by then counts as lost. */
  private static final Duration LOST = LASTS.plusSeconds(30);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TOO_OLD = 410;

  /**
   * Follows events until the server ends that.
   *
   * @param from the version to continue from; null: from now on
   */
  void follow(EventScope scope, @Nullable String from, EventReader reader) throws KubeException {
    String version = from == null ? newest(scope) : from;
    reader.onPosition(version);
    try {
      var _ = watches.read(path(scope, version), CallDeadline.in(LOST), json -> all(json, reader));
    } catch (KubeException e) {
      if (!Lists.isExpired(e)) {
        throw e;
      }
      reader.onPosition(null);
    }
  }

  private String newest(EventScope scope) throws KubeException {
    String version =
        lists.read(
            collection(scope) + "?limit=1",
            CallDeadline.in(PATIENCE),
            json -> JsonWalk.textAt(json, "metadata", "resourceVersion"));
    if (version.isEmpty()) { // a watch from nowhere would begin with all there are
      throw new KubeException(
          FailureKind.SESSION,
          "the API server %s lists events without a version".formatted(lists.server()));
    }
    return version;
  }

  private static String collection(EventScope scope) {
    return "/api/v1/namespaces/%s/events".formatted(Lists.encoded(scope.namespace()));
  }

  private static String path(EventScope scope, String version) {
    String fields = scope.fieldSelector();
    return "%s?%swatch=true&allowWatchBookmarks=true&timeoutSeconds=%d&resourceVersion=%s"
        .formatted(
            collection(scope),
            fields == null ? "" : "fieldSelector=" + Lists.encoded(fields) + "&",
            LASTS.toSeconds(),
            Lists.encoded(version));
  }

  /** Reads line after line, and returns whether there were any. */
  private static boolean all(JsonParser json, EventReader reader) throws IOException {
    boolean isAny = json.currentToken() != null;
    while (json.currentToken() != null) {
      Line line = new Line();
      JsonWalk.object(json, line::field);
      line.tell(reader);
      json.nextToken();
    }
    return isAny;
  }

  /** One line of a watch. */
  private static final class Line {
    private final EventFields fields = new EventFields();
    private String type = "";
    private int code;

    void field(String name, JsonParser json) throws IOException {
      switch (name) {
        case "type" -> type = JsonWalk.text(json, "");
        case "object" -> JsonWalk.object(json, this::object);
        default -> {
          // there is nothing else
        }
      }
    }

    private void object(String name, JsonParser json) throws IOException {
      if (name.equals("code")) {
        code = JsonWalk.number(json);
      } else {
        fields.field(name, json);
      }
    }

    /** An event that is deleted did not happen again: it has got old. */
    void tell(EventReader reader) {
      switch (type) {
        case "ADDED", "MODIFIED" -> {
          reader.onEvent(fields.event());
          reader.onPosition(fields.version());
        }
        case "DELETED", "BOOKMARK" -> reader.onPosition(fields.version());
        case "ERROR" -> {
          if (code == TOO_OLD) {
            reader.onPosition(null);
          }
        }
        default -> {
          // of a newer Kubernetes
        }
      }
    }
  }
}
