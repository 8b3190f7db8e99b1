package dev.localport.cli.command;

import dev.localport.api.Caller;
import dev.localport.api.DoctorRequest;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.config.ConfigFile;
import dev.localport.config.LocalPort;
import dev.localport.config.ServiceConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which clusters and ports {@code doctor} has checked: those of the file and of the services that
 * run, or the one context that was named.
 *
 * @param only the context that was named, or null
 */
record DoctorClusters(CommandContext context, @Nullable String only) {
  /** A context, and where it stands. */
  private record Key(@Nullable String context, @Nullable String kubeconfig) {}

  /**
   * Returns the request.
   *
   * @param path of the configuration file; null where there is none
   * @param config what it says; null where there is none that can be used
   * @param running the services of the daemon
   */
  DoctorRequest request(
      @Nullable Path path, @Nullable ConfigFile config, List<ServiceStatus> running)
      throws CommandException {
    UserFile file = new UserFile(context.surroundings(), context.options().config());
    Caller caller = file.caller();
    Map<Key, Set<String>> used = new LinkedHashMap<>();
    List<DoctorRequest.Port> ports = new ArrayList<>();
    List<ServiceConfig> services =
        config == null
            ? List.of()
            : config.services().stream().filter(ServiceConfig::enabled).toList();
    Set<String> known = new LinkedHashSet<>();
    for (ServiceConfig service : services) {
      known.add(service.name());
      String pinned = pinned(service, running);
      Key key =
          new Key(pinned == null ? service.target().context() : pinned, kubeconfig(path, service));
      Set<String> namespaces = used.computeIfAbsent(key, _ -> new LinkedHashSet<>());
      if (service.target().namespace() != null) {
        namespaces.add(service.target().namespace());
      }
      LocalPort.of(service)
          .forEach(port -> ports.add(new DoctorRequest.Port(service.name(), port.number())));
    }
    for (ServiceStatus service : running) {
      if (service.context() != null && !known.contains(service.name())) {
        Set<String> namespaces =
            used.computeIfAbsent(new Key(service.context(), null), _ -> new LinkedHashSet<>());
        if (service.namespace() != null) {
          namespaces.add(service.namespace());
        }
      }
    }
    return new DoctorRequest(caller, clusters(used), only == null ? ports : List.of());
  }

  /* The kubeconfigs of other shells are not known: the caller's has the same contexts, as a rule. */
  private List<DoctorRequest.Cluster> clusters(Map<Key, Set<String>> used) {
    List<DoctorRequest.Cluster> clusters = new ArrayList<>();
    used.forEach((key, namespaces) -> {
      if (only == null || only.equals(key.context())) {
        clusters.add(
            new DoctorRequest.Cluster(key.context(), key.kubeconfig(), List.copyOf(namespaces)));
      }
    });
    if (clusters.isEmpty()) {
      String kubeconfig =
          used.keySet().stream()
              .map(Key::kubeconfig)
              .filter(Objects::nonNull)
              .findFirst()
              .orElse(null);
      clusters.add(new DoctorRequest.Cluster(only, kubeconfig, List.of()));
    }
    return clusters;
  }

  private static @Nullable String pinned(ServiceConfig service, List<ServiceStatus> running) {
    return running.stream()
        .filter(status -> status.name().equals(service.name()))
        .map(ServiceStatus::context)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  private @Nullable String kubeconfig(@Nullable Path path, ServiceConfig service) {
    String own = service.target().kubeconfig();
    if (own == null || path == null) {
      return own;
    }
    return own.startsWith("~/")
        ? context.surroundings().home().resolve(own.substring(2)).toString()
        : path.resolveSibling(own).normalize().toString();
  }
}
