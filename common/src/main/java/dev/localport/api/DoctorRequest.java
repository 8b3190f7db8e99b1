package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the daemon's program checks for {@code localport doctor}: clusters, and who has local ports.
 * May hold secrets of the caller's shell, and is not printed. Immutable.
 *
 * @param caller the shell that asks
 * @param clusters the contexts to check, each once
 * @param ports the ports to check
 */
public record DoctorRequest(Caller caller, List<Cluster> clusters, List<Port> ports) {
  /** Copies the lists, so that a request never changes. */
  public DoctorRequest {
    clusters = List.copyOf(clusters);
    ports = List.copyOf(ports);
  }

  /**
   * A context.
   *
   * @param context its name; null: the current one
   * @param kubeconfig its files, as {@code $KUBECONFIG} lists them; null: the caller's
   * @param namespaces those in use; none: the context's own
   */
  public record Cluster(
      @Nullable String context, @Nullable String kubeconfig, List<String> namespaces) {
    /** Copies the list, so that a context never changes. */
    public Cluster {
      namespaces = List.copyOf(namespaces);
    }

    /** Returns what its findings stand under where people read them. */
    public String group() {
      return context == null ? "the current context" : "cluster " + context;
    }

    JsonObject toJson() {
      return JsonObject.builder()
          .put("context", context)
          .put("kubeconfig", kubeconfig)
          .put("namespaces", namespaces)
          .build();
    }

    static Cluster from(JsonObject json) {
      return new Cluster(
          json.findText("context"), json.findText("kubeconfig"), json.texts("namespaces"));
    }
  }

  /**
   * A local port.
   *
   * @param service whose it is in the configuration
   * @param number from 1 to 65535
   */
  public record Port(String service, int number) {
    JsonObject toJson() {
      return JsonObject.builder().put("service", service).put("port", number).build();
    }

    static Port from(JsonObject json) {
      return new Port(json.text("service"), Math.clamp(json.number("port"), 1, 65_535));
    }
  }

  @Override
  public String toString() {
    return "%d contexts, %d ports".formatted(clusters.size(), ports.size());
  }

  /** Returns the request as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .putAll(caller.toJson())
        .put("clusters", clusters.stream().map(Cluster::toJson).toList())
        .put("ports", ports.stream().map(Port::toJson).toList())
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static DoctorRequest from(JsonObject json) {
    return new DoctorRequest(
        Caller.from(json),
        json.has("clusters")
            ? json.objects("clusters").stream().map(Cluster::from).toList()
            : List.of(),
        json.has("ports") ? json.objects("ports").stream().map(Port::from).toList() : List.of());
  }
}
