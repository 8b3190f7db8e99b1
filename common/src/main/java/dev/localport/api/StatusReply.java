package dev.localport.api;

import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * Everything at once: the answer to {@code daemon.status} in docs/api.md.
 *
 * @param overall healthy: every service that is wanted is healthy, and the clusters in use are
 *     connected; unhealthy: none can be used; else degraded
 * @param daemon the one that answers
 * @param services in the order of their names
 * @param clusters those of the services that are active, in their short form
 * @param notes what else the user should know, a sentence each
 */
public record StatusReply(
    Overall overall,
    DaemonInfo daemon,
    List<ServiceStatus> services,
    List<ClusterStatus> clusters,
    List<String> notes) {
  /** Copies the lists, so that a reply never changes. */
  public StatusReply {
    services = List.copyOf(services);
    clusters = List.copyOf(clusters);
    notes = List.copyOf(notes);
  }

  /** The worst that is true of the whole. */
  public enum Overall {
    /** Every service that is wanted works. */
    HEALTHY("healthy"),
    /** Some work. */
    DEGRADED("degraded"),
    /** None works. */
    UNHEALTHY("unhealthy");

    private final String word;

    Overall(String word) {
      this.word = word;
    }

    /** Returns the word on the wire. */
    public String word() {
      return word;
    }

    static Overall parse(String word) {
      for (Overall overall : values()) {
        if (overall.word.equals(word)) {
          return overall;
        }
      }
      return DEGRADED;
    }

    /**
     * Judges services and the clusters that they use. Services that are stopped do not count; one
     * that is up and whose own check fails, or whose pod refuses connections, works in part. A
     * session that lives is better evidence than a monitor, so a connected service counts as up
     * while its cluster is offline; an idle one could not connect. What a cluster does not report
     * for lack of a permission does not count.
     */
    public static Overall of(List<ServiceStatus> services, List<ClusterStatus> clusters) {
      List<ServiceStatus> wanted =
          services.stream().filter(service -> !service.state().equals("stopped")).toList();
      List<ClusterStatus> used =
          clusters.stream().filter(cluster -> isUsed(cluster, wanted)).toList();
      long up = wanted.stream().filter(service -> works(service, used)).count();
      boolean ailing =
          wanted.stream().anyMatch(Overall::isAiling) || used.stream().anyMatch(Overall::isAiling);
      return up == wanted.size() && !ailing ? HEALTHY : up == 0 ? UNHEALTHY : DEGRADED;
    }

    private static boolean isUsed(ClusterStatus cluster, List<ServiceStatus> wanted) {
      return wanted.stream().anyMatch(service -> cluster.context().equals(service.context()));
    }

    private static boolean works(ServiceStatus service, List<ClusterStatus> used) {
      boolean isIdle = service.state().equals("idle");
      return service.isUp()
          && !(isIdle
              && used.stream()
                  .filter(cluster -> cluster.context().equals(service.context()))
                  .anyMatch(cluster -> cluster.state().isDown()));
    }

    private static boolean isAiling(ClusterStatus cluster) {
      return cluster.state().isDown() || cluster.state() == ClusterState.DEGRADED;
    }

    private static boolean isAiling(ServiceStatus service) {
      return service.isUp() && !service.isHealthy();
    }
  }

  /** Returns the reply as it travels and as {@code -o json} shows it. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("overall", overall.word())
        .put("daemon", daemon.toJson())
        .put("services", services.stream().map(ServiceStatus::toJson).toList())
        .put("clusters", clusters.stream().map(ClusterStatus::toJson).toList())
        .put("notes", notes)
        .build();
  }

  /** Reads what {@link #toJson} wrote. */
  public static StatusReply from(JsonObject json) {
    return new StatusReply(
        Overall.parse(json.text("overall")),
        DaemonInfo.from(json.object("daemon")),
        json.objects("services").stream().map(ServiceStatus::from).toList(),
        json.objects("clusters").stream().map(ClusterStatus::from).toList(),
        json.texts("notes"));
  }
}
