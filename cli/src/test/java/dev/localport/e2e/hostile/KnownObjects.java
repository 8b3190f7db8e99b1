package dev.localport.e2e.hostile;

import java.io.IOException;
import java.net.Socket;

/**
 * The objects of a small cluster whose texts may be hostile: a Service, its pod, a node, events.
 */
final class KnownObjects {
  /** ESC and line ends as JSON has them, marks that change the direction of reading, C1. */
  static final String ESCAPES =
      "\\u001b]0;OWNED\\u0007\\u001b[2J\\u001b[31mEVIL\\r\\nFAKE LINE\\u202e\\u0085\\u009b31m";

  private static final String SERVICE =
      """
      {"kind":"Service","apiVersion":"v1","metadata":{"name":"web","namespace":"demo",
      "resourceVersion":"4"},"spec":{"selector":{"app":"web"},
      "ports":[{"name":"http","port":80,"targetPort":80,"protocol":"TCP"}]}}\
      """;

  private KnownObjects() {}

  /** Returns a Status. */
  static String status(int code, String message) {
    return """
    {"kind":"Status","apiVersion":"v1","status":"Failure","message":"%s","reason":"X","code":%d}\
    """
        .formatted(message, code);
  }

  /** Answers with what is there; {@code words} is part of all texts. */
  static boolean answer(Socket client, HostileApi.Request request, String words)
      throws IOException {
    String path = request.path();
    if (path.contains("watch=")) {
      return HostileApi.plain(client, request);
    } else if (path.contains("/portforward")) {
      return HttpBytes.say(client, 500, status(500, "pf " + words));
    } else if (path.contains("/services/web")) {
      return HttpBytes.say(client, 200, SERVICE);
    } else if (path.contains("/endpoint")) {
      return HttpBytes.say(client, 200, list("EndpointSliceList", ""));
    } else if (path.contains("/events")) {
      return HttpBytes.say(client, 200, list("EventList", event(words)));
    } else if (path.contains("/nodes")) {
      return HttpBytes.say(client, 200, list("NodeList", node(words)));
    } else if (path.startsWith("/version")) {
      return HttpBytes.say(
          client,
          200,
          "{\"major\":\"1\",\"minor\":\"30\",\"gitVersion\":\"v1.30.0%s\"}".formatted(words));
    } else if (path.contains("/pods")) {
      return HttpBytes.say(
          client, 200, list("PodList", HostileApi.pod().replace("\"n\"", "\"n" + words + "\"")));
    }
    return HostileApi.plain(client, request);
  }

  private static String list(String kind, String items) {
    return """
    {"kind":"%s","apiVersion":"v1","metadata":{"resourceVersion":"10"},"items":[%s]}\
    """
        .formatted(kind, items);
  }

  private static String event(String words) {
    return """
    {"metadata":{"name":"e","namespace":"demo","resourceVersion":"3"},"type":"Warning",
    "reason":"R%s","message":"%s","count":-7,"firstTimestamp":"2999-01-01T00:00:00Z",
    "lastTimestamp":"2999-01-01T00:00:00Z","involvedObject":{"kind":"Pod","name":"web-1%s"}}\
    """
        .formatted(words, words, words);
  }

  private static String node(String words) {
    return """
    {"metadata":{"name":"n%s"},"status":{"conditions":[{"type":"Ready","status":"False",
    "reason":"%s","message":"%s"}]}}\
    """
        .formatted(words, words, words);
  }
}
