package dev.localport.cli.render;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.api.ServiceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a screen says above everything of a cluster that cannot be used: since when, when the next
 * attempt is, and what becomes of connections meanwhile. The reason is in its heading.
 *
 * @param now what lengths of time count from
 */
public record OutageNotice(Instant now) {
  /**
   * Returns it as one text, the most important part first.
   *
   * @param services all of them, also those of other clusters
   */
  public String of(ClusterStatus cluster, List<ServiceStatus> services) {
    int waiting =
        services.stream()
            .filter(service -> cluster.context().equals(service.context()))
            .mapToInt(service -> service.traffic().held())
            .sum();
    return OneLine.plain(cluster.context())
        + state(cluster)
        + next(cluster.nextCheck())
        + connections(cluster, waiting);
  }

  private String state(ClusterStatus cluster) {
    Instant seen = cluster.lastSuccess();
    if (cluster.state() != ClusterState.OFFLINE) {
      return " rejects the connection; ";
    } else if (seen == null) {
      return " is offline and was never reached; ";
    }
    return " has been offline for " + Durations.show(Duration.between(seen, now)) + "; ";
  }

  private String next(@Nullable Instant next) {
    return next != null && next.isAfter(now)
        ? "next attempt in " + ServiceWords.until(next, now) + "."
        : "trying again now.";
  }

  private static String connections(ClusterStatus cluster, int waiting) {
    if (waiting == 0) {
      return cluster.state() == ClusterState.OFFLINE
          ? " New connections wait until it is back, unless they time out."
          : "";
    }
    return waiting == 1
        ? " 1 connection waiting; it continues when the cluster is back, unless it times out."
        : " %d connections waiting; they continue when the cluster is back, unless they time out."
            .formatted(waiting);
  }
}
