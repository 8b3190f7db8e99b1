package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.Resources;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** Reads what {@code metrics.k8s.io} measured, by the names of its objects. */
final class UsageReader implements RawCalls.Reader {
  private final Map<String, Resources> used = new HashMap<>();
  private String name = ""; // of the object that passes
  private Resources usage = Amounts.NOTHING;

  @Override
  public void read(JsonParser json) throws IOException {
    name = "";
    usage = Amounts.NOTHING;
    JsonWalk.object(json, this::field);
    if (used.size() < NodeReader.MOST) {
      used.put(name, usage);
    }
  }

  private void field(String field, JsonParser json) throws IOException {
    switch (field) {
      case "metadata" -> name = JsonWalk.textAt(json, "name");
      case "usage" -> usage = Amounts.read(json);
      default -> {
        // when, and over how long
      }
    }
  }

  Map<String, Resources> used() {
    return Map.copyOf(used);
  }
}
