package dev.localport.simulator.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.localport.simulator.objects.Json;
import dev.localport.simulator.objects.Kind;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.objects.Store;
import java.time.InstantSource;
import java.util.List;

/**
 * What {@code metrics.k8s.io} tells: each container of a running pod uses the same, and a node what
 * its pods use. As in many clusters, it is not served unless a test wants it. One thread.
 */
public final class Measurements {
  static final String GROUP = "metrics.k8s.io";

  private static final String VERSION = "v1beta1";
  private static final String API_VERSION = GROUP + "/" + VERSION;
  private static final int NANOS_PER_MILLI = 1_000_000;
  private static final int KIBIBYTES = 1_024; // of a mebibyte

  private final Store store;
  private final InstantSource clock;
  private int cpuMillis;
  private int mebibytes;

  /** Makes some that are not served. */
  public Measurements(Store store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Says what each container uses from now on; nothing at all: it is not served. */
  public void set(int cpuMillis, int mebibytes) {
    this.cpuMillis = cpuMillis;
    this.mebibytes = mebibytes;
  }

  boolean isServed() {
    return cpuMillis > 0 || mebibytes > 0;
  }

  /** Returns the permission that this needs: {@code pods.metrics.k8s.io}. */
  static String rule(String plural) {
    return plural + "." + GROUP;
  }

  /** Returns {@code /apis/metrics.k8s.io}. */
  static ObjectNode group() {
    ObjectNode group = Json.object().put("kind", "APIGroup").put("apiVersion", "v1");
    group.put("name", GROUP);
    group.putArray("versions").addObject().put("groupVersion", API_VERSION).put("version", VERSION);
    group.putObject("preferredVersion").put("groupVersion", API_VERSION).put("version", VERSION);
    return group;
  }

  /**
   * Answers a path below the group.
   *
   * @param path with its three first parts
   * @throws StatusException (404) where there is nothing
   */
  void answer(Exchange exchange, List<String> path) {
    if (!path.get(2).equals(VERSION)) {
      throw StatusException.unknownPath();
    } else if (path.size() == 3) {
      exchange.json(resources());
    } else {
      ResourcePath asked = ResourcePath.parse("", path.subList(3, path.size()));
      if (asked.name() != null || !(isOf(asked, Kinds.POD) || isOf(asked, Kinds.NODE))) {
        throw StatusException.unknownPath();
      }
      exchange.json(list(exchange, asked));
    }
  }

  private static boolean isOf(ResourcePath path, Kind kind) {
    return path.kind().equals(kind);
  }

  private static ObjectNode resources() {
    ObjectNode list = Json.object().put("kind", "APIResourceList").put("apiVersion", "v1");
    ArrayNode resources = list.put("groupVersion", API_VERSION).putArray("resources");
    for (Kind kind : List.of(Kinds.NODE, Kinds.POD)) {
      ObjectNode resource = resources.addObject();
      resource.put("name", kind.plural()).put("singularName", "");
      resource.put("namespaced", kind.namespaced()).put("kind", kind.kind() + "Metrics");
      resource.putArray("verbs").add("get").add("list");
    }
    return list;
  }

  private ObjectNode list(Exchange exchange, ResourcePath path) {
    ObjectNode list = Json.object();
    list.put("kind", path.kind().kind() + "MetricsList").put("apiVersion", API_VERSION);
    list.putObject("metadata");
    ArrayNode items = list.putArray("items");
    for (ObjectNode object : Reads.query(exchange, path).list(store)) {
      if (isOf(path, Kinds.NODE)) {
        usage(item(items, object), containersOn(Json.text(object, "metadata.name")));
      } else if (isRunning(object)) {
        ArrayNode containers = item(items, object).putArray("containers");
        for (JsonNode container : Json.at(object, "spec.containers")) {
          usage(containers.addObject().put("name", Json.text(container, "name")), 1);
        }
      }
    }
    return list;
  }

  private ObjectNode item(ArrayNode items, ObjectNode object) {
    ObjectNode item = items.addObject();
    ObjectNode metadata = item.putObject("metadata");
    for (String key : List.of("name", "namespace", "labels")) {
      if (object.path("metadata").has(key)) {
        metadata.set(key, object.path("metadata").get(key));
      }
    }
    return item.put("timestamp", Json.time(clock.instant())).put("window", "15s");
  }

  private static boolean isRunning(ObjectNode pod) {
    return Json.text(pod, "status.phase").equals("Running");
  }

  private int containersOn(String node) {
    return store.list(Kinds.POD, null).stream()
        .filter(pod -> isRunning(pod) && Json.text(pod, "spec.nodeName").equals(node))
        .mapToInt(pod -> Json.at(pod, "spec.containers").size())
        .sum();
  }

  private void usage(ObjectNode item, int containers) {
    item.putObject("usage")
        .put("cpu", (long) containers * cpuMillis * NANOS_PER_MILLI + "n")
        .put("memory", (long) containers * mebibytes * KIBIBYTES + "Ki");
  }
}
