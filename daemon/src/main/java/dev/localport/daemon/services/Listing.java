package dev.localport.daemon.services;

import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.config.MetricsConfig;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.StatusOf;
import dev.localport.daemon.kube.KubeContexts;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What users see of what is loaded and what runs. Confined to the owner of both. */
final class Listing {
  private final Catalogue catalogue;
  private final Running running;

  Listing(Catalogue catalogue, Running running) {
    this.catalogue = catalogue;
    this.running = running;
  }

  Selected select(Selection selection) {
    Map<String, LoadedService> entries = catalogue.entries();
    Set<String> names = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String name : selection.names()) {
      if (entries.containsKey(name)) {
        names.add(name);
      } else {
        unknown.add(name);
      }
    }
    for (LoadedService entry : entries.values()) {
      if (matches(entry, selection)) {
        names.add(entry.name());
      }
    }
    return new Selected(List.copyOf(names), unknown);
  }

  private boolean matches(LoadedService entry, Selection selection) {
    ServiceConfig service = entry.service();
    boolean meant = selection.all() || service.tags().stream().anyMatch(selection.tags()::contains);
    Forward forward = running.find(service.name());
    String context = forward == null ? service.target().context() : forward.settled().context();
    return meant && (selection.context() == null || selection.context().equals(context));
  }

  List<String> autostarting(String file) {
    return catalogue.find(file).map(LoadedSource::services).orElse(List.of()).stream()
        .filter(service -> service.enabled() && service.autostart())
        .map(ServiceConfig::name)
        .toList();
  }

  /** Returns the services of a file. */
  List<String> namesOf(String file) {
    return catalogue.find(file).map(LoadedSource::names).orElse(List.of());
  }

  /**
   * Returns the services that begin with a change of their file: they are new in it and start by
   * themselves, and others of the file run. Nobody is there to agree to one that asks first.
   */
  List<String> added(String file, List<String> before) {
    boolean runs = namesOf(file).stream().anyMatch(name -> running.find(name) != null);
    List<String> added =
        autostarting(file).stream().filter(name -> !before.contains(name)).toList();
    List<String> asking = asking(added);
    return runs ? added.stream().filter(name -> !asking.contains(name)).toList() : List.of();
  }

  @Nullable LoadedService service(String name) {
    return catalogue.entries().get(name);
  }

  boolean isEnabled(String name) {
    LoadedService entry = service(name);
    return entry != null && entry.service().enabled();
  }

  /** Returns those of the names whose start the user has to agree to: not those that run. */
  List<String> asking(List<String> names) {
    return catalogue.all(names).stream()
        .filter(entry -> entry.service().start().confirm() && running.find(entry.name()) == null)
        .map(LoadedService::name)
        .toList();
  }

  List<ServiceStatus> statuses(List<String> names) {
    return catalogue.all(names).stream().map(this::status).toList();
  }

  List<ServiceStatus> statuses() {
    return catalogue.entries().values().stream().map(this::status).toList();
  }

  private ServiceStatus status(LoadedService entry) {
    Forward forward = running.find(entry.name());
    return forward == null
        ? StatusOf.stopped(entry.service(), entry.file())
        : forward.status(entry.file());
  }

  List<String> files() {
    return catalogue.sources().stream().map(LoadedSource::file).filter(Objects::nonNull).toList();
  }

  /** Returns the kubeconfig files that services use. */
  Set<Path> kubeconfigs() {
    return catalogue.entries().values().stream()
        .flatMap(entry -> KubeContexts.files(entry.shell()).stream())
        .map(Path::toAbsolutePath)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns where the files want measurements to be collected, by their paths. */
  Map<String, MetricsConfig> metrics() {
    Map<String, MetricsConfig> metrics = new TreeMap<>();
    for (LoadedSource source : catalogue.sources()) {
      if (source.file() != null && source.metrics() != null) {
        metrics.put(source.file(), source.metrics());
      }
    }
    return metrics;
  }
}
