package dev.localport.daemon.services;

import dev.localport.daemon.forward.Forward;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Whose clusters are offline at one moment, as far as that is known: a service that runs knows of
 * its own, and so of those that reach the same context by the same route.
 */
final class AwayClusters {
  private final Running running;
  private final Set<String> ran;
  private final List<LoadedService> away;

  /** Looks now. */
  AwayClusters(Catalogue catalogue, Running running) {
    this.running = running;
    this.ran = Set.copyOf(running.names());
    this.away =
        catalogue.all(running.names()).stream()
            .filter(service -> {
              Forward forward = running.find(service.name());
              return forward != null && forward.isClusterAway();
            })
            .toList();
  }

  /** Returns whether the cluster of a service was offline; it need not have run. */
  boolean has(LoadedService service) {
    return ran.contains(service.name())
        ? away.stream().anyMatch(other -> other.name().equals(service.name()))
        : Forward.isAware(service.service())
            && away.stream().anyMatch(other -> isSameCluster(service, other));
  }

  private boolean isSameCluster(LoadedService one, LoadedService other) {
    return Objects.equals(one.shell().kubeconfig(), other.shell().kubeconfig())
        && (Objects.equals(running.context(one), running.context(other))
            || Objects.equals(
                one.service().target().context(), other.service().target().context()));
  }
}
