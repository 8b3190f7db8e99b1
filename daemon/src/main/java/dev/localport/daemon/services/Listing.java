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
    Map<String, Catalogue.Entry> entries = catalogue.entries();
    Set<String> names = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String name : selection.names()) {
      if (entries.containsKey(name)) {
        names.add(name);
      } else {
        unknown.add(name);
      }
    }
    for (Catalogue.Entry entry : entries.values()) {
      if (matches(entry, selection)) {
        names.add(entry.service().name());
      }
    }
    return new Selected(List.copyOf(names), unknown);
  }

  private boolean matches(Catalogue.Entry entry, Selection selection) {
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
    return catalogue.find(file).map(LoadedSource::services).orElse(List.of()).stream()
        .map(ServiceConfig::name)
        .toList();
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

  boolean isEnabled(String name) {
    Catalogue.Entry entry = catalogue.entries().get(name);
    return entry != null && entry.service().enabled();
  }

  /** Returns those of the names whose start the user has to agree to: not those that run. */
  List<String> asking(List<String> names) {
    Map<String, Catalogue.Entry> entries = catalogue.entries();
    return names.stream()
        .filter(name -> {
          Catalogue.Entry entry = entries.get(name);
          return entry != null && entry.service().start().confirm() && running.find(name) == null;
        })
        .toList();
  }

  List<ServiceStatus> statuses(List<String> names) {
    Map<String, Catalogue.Entry> entries = catalogue.entries();
    List<ServiceStatus> statuses = new ArrayList<>();
    for (String name : names) {
      Catalogue.Entry entry = entries.get(name);
      if (entry != null) {
        Forward forward = running.find(name);
        statuses.add(
            forward == null
                ? StatusOf.stopped(entry.service(), entry.source().file())
                : forward.status(entry.source().file()));
      }
    }
    return statuses;
  }

  List<ServiceStatus> statuses() {
    return statuses(List.copyOf(catalogue.entries().keySet()));
  }

  List<String> files() {
    return catalogue.sources().stream().map(LoadedSource::file).filter(Objects::nonNull).toList();
  }

  /** Returns the kubeconfig files that services use. */
  Set<Path> kubeconfigs() {
    return catalogue.entries().values().stream()
        .flatMap(entry -> KubeContexts.files(entry.source().shell(entry.service())).stream())
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

  @Nullable ServiceProbe probe(String name) {
    Catalogue.Entry entry = catalogue.entries().get(name);
    return entry == null
        ? null
        : new ServiceProbe(
            entry.service(),
            entry.source().shell(entry.service()),
            running.settled(name).context());
  }
}
