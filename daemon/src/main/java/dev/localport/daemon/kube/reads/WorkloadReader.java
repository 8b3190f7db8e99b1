package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the workloads that have no replicas, and whose pods would have some labels.
 *
 * @param kind as users write it: {@code deployment}
 * @param labels all of which the pods have to have; empty: any pods
 * @param found {@code deployment/web}
 */
record WorkloadReader(String kind, Map<String, String> labels, List<String> found)
    implements RawCalls.Reader {
  private static final int MOST = 10;

  WorkloadReader(String kind, Map<String, String> labels) {
    this(kind, Map.copyOf(labels), new ArrayList<>());
  }

  @Override
  public void read(JsonParser json) throws IOException {
    Fields fields = new Fields();
    JsonWalk.object(json, fields::field);
    if (fields.isIdle() && found.size() < MOST) {
      found.add(kind + "/" + fields.name);
    }
  }

  /** One workload; its fields come in any order. */
  private final class Fields {
    private String name = "";
    private @Nullable String replicas;
    private final Map<String, String> podLabels = new HashMap<>();

    boolean isIdle() {
      return "0".equals(replicas) && podLabels.entrySet().containsAll(labels.entrySet());
    }

    private void field(String field, JsonParser json) throws IOException {
      switch (field) {
        case "metadata" -> name = JsonWalk.textAt(json, "name");
        case "spec" -> JsonWalk.object(json, this::spec);
        default -> {
          // its status
        }
      }
    }

    private void spec(String field, JsonParser json) throws IOException {
      switch (field) {
        case "replicas" -> replicas = json.getValueAsString();
        case "template" -> JsonWalk.object(json, this::template);
        default -> {
          // selector and strategy
        }
      }
    }

    private void template(String field, JsonParser json) throws IOException {
      if (field.equals("metadata")) {
        JsonWalk.object(json, this::metadata);
      }
    }

    private void metadata(String field, JsonParser json) throws IOException {
      if (field.equals("labels")) {
        JsonWalk.object(json, (key, value) -> podLabels.put(key, JsonWalk.text(value, "")));
      }
    }
  }
}
