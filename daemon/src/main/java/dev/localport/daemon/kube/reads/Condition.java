package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * One condition of an object's status; what it does not say is empty.
 *
 * @param status {@code True}, {@code False} or {@code Unknown}
 */
record Condition(String type, String status, String reason, String message) {
  static Condition read(JsonParser json) throws IOException {
    Map<String, String> texts = new HashMap<>();
    JsonWalk.object(json, (name, value) -> texts.put(name, JsonWalk.text(value, "")));
    return new Condition(
        texts.getOrDefault("type", ""),
        texts.getOrDefault("status", ""),
        texts.getOrDefault("reason", ""),
        texts.getOrDefault("message", ""));
  }

  boolean isTrue() {
    return status.equals("True");
  }

  /** Returns why it is so, in its own words: {@code KubeletNotReady: no network}. */
  String words() {
    if (reason.isEmpty() || message.isEmpty()) {
      return reason.isEmpty() && message.isEmpty() ? type + " is " + status : reason + message;
    }
    return reason + ": " + message;
  }
}
