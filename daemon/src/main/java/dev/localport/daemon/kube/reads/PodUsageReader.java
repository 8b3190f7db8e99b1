package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonParser;
import dev.localport.api.Resources;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Reads what {@code metrics.k8s.io} measured of some pods of a namespace; keeps no others. */
final class PodUsageReader implements RawCalls.Reader {
  private final Set<String> wanted;
  private final Map<String, Map<String, Resources>> used = new HashMap<>();
  private String pod = ""; // that passes
  private Map<String, Resources> containers = Map.of();

  PodUsageReader(Set<String> wanted) {
    this.wanted = wanted;
  }

  @Override
  public void read(JsonParser json) throws IOException {
    pod = "";
    containers = new HashMap<>();
    JsonWalk.object(json, this::field);
    if (wanted.contains(pod)) { // asked at the end: the name may not come first
      used.put(pod, Map.copyOf(containers));
    }
  }

  private void field(String field, JsonParser json) throws IOException {
    switch (field) {
      case "metadata" -> pod = JsonWalk.textAt(json, "name");
      case "containers" -> JsonWalk.array(json, this::container);
      default -> {
        // when, and over how long
      }
    }
  }

  private void container(JsonParser json) throws IOException {
    Container read = new Container();
    JsonWalk.object(json, read::field);
    containers.put(read.name, read.usage);
  }

  private static final class Container {
    private String name = "";
    private Resources usage = Amounts.NOTHING;

    void field(String field, JsonParser json) throws IOException {
      switch (field) {
        case "name" -> name = JsonWalk.text(json, "");
        case "usage" -> usage = Amounts.read(json);
        default -> {
          // nothing else is measured of one
        }
      }
    }
  }

  Map<String, Map<String, Resources>> used() {
    return Map.copyOf(used);
  }
}
