package dev.localport.daemon.services;

import dev.localport.api.PendingOperation;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.ServiceStatusBuilder;
import dev.localport.config.JournalConfig;
import dev.localport.config.MetricsConfig;
import dev.localport.config.ServiceConfig;
import dev.localport.config.UnsetService;
import dev.localport.config.form.Suggestion;
import dev.localport.daemon.forward.Forward;
import dev.localport.daemon.forward.StatusOf;
import dev.localport.daemon.kube.CurrentContexts;
import dev.localport.daemon.operations.Operations;
import dev.localport.daemon.settings.Overlay;
import dev.localport.daemon.settings.Settings;
import dev.localport.daemon.state.DesiredState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What was loaded and what ran at one moment, for questions about it. Immutable, so that asking
 * holds up no command; only how a service is, is as of the question.
 *
 * <p>Over 300 lines, since every question about that moment is answered here, each in a few lines.
 */
public final class Listing {
  private final List<LoadedSource> sources;
  private final Map<String, LoadedService> services;
  private final Map<String, LeftOut> unset;
  private final List<DesiredState.Source> unloaded; // that services wait for
  private final Map<String, Forward> running;
  private final Map<String, PendingOperation> pending;
  private final Settings settings;
  private final CurrentContexts current;

  Listing(
      Catalogue catalogue,
      UnloadedFiles unloaded,
      Running running,
      Operations operations,
      CurrentContexts current) {
    this.sources = catalogue.sources();
    this.services = catalogue.entries();
    this.unset = catalogue.unset();
    this.unloaded = unloaded.origins();
    this.running = running.forwards();
    this.pending = operations.pending();
    this.settings = running.settings();
    this.current = current;
  }

  /** Says which services a selection means. */
  public Selected select(Selection selection) {
    Set<String> names = new LinkedHashSet<>();
    List<String> unknown = new ArrayList<>();
    for (String name : selection.names()) {
      if (isKnown(name)) {
        names.add(name);
      } else {
        unknown.add(name);
      }
    }
    services.values().stream()
        .filter(service -> matches(service.service(), selection))
        .forEach(service -> names.add(service.name()));
    unset.values().stream()
        .map(LeftOut::service)
        .filter(service -> matches(service, selection))
        .forEach(service -> names.add(service.name()));
    return new Selected(List.copyOf(names), unknown, unknownTags(selection));
  }

  /**
   * Returns the known name or tag that is near an unknown one of a selection, by the unknown one.
   */
  public Map<String, String> near(Selected selected) {
    Map<String, String> near = new TreeMap<>();
    for (String name : selected.unknown()) {
      Suggestion.find(name, services.keySet()).ifPresent(known -> near.put(name, known));
    }
    if (!selected.unknownTags().isEmpty()) {
      Set<String> tags = new TreeSet<>();
      services.values().forEach(service -> tags.addAll(service.service().tags()));
      for (String tag : selected.unknownTags()) {
        Suggestion.find(tag, tags).ifPresent(known -> near.putIfAbsent(tag, known));
      }
    }
    return near;
  }

  private List<String> unknownTags(Selection selection) {
    return selection.tags().stream()
        .filter(tag ->
            services.values().stream().noneMatch(service -> service.service().tags().contains(tag))
                && unset.values().stream()
                    .noneMatch(service -> service.service().tags().contains(tag)))
        .toList();
  }

  private static boolean matches(UnsetService service, Selection selection) {
    String context = service.target() == null ? null : service.target().context();
    boolean meant = selection.all() || service.tags().stream().anyMatch(selection.tags()::contains);
    return meant && (selection.context() == null || selection.context().equals(context));
  }

  private boolean matches(ServiceConfig service, Selection selection) {
    boolean meant = selection.all() || service.tags().stream().anyMatch(selection.tags()::contains);
    return meant && (selection.context() == null || selection.context().equals(context(service)));
  }

  /** Returns the context of a service, as far as it is known. */
  public @Nullable String context(ServiceConfig service) {
    Forward forward = running.get(service.name());
    return forward == null ? service.target().context() : forward.settled().context();
  }

  /** Returns the contexts of the services, as far as they are known, in order. */
  public Set<String> contexts() {
    Set<String> contexts = new TreeSet<>();
    for (LoadedService service : services.values()) {
      String context = context(service.service());
      if (context != null) {
        contexts.add(context);
      }
    }
    return contexts;
  }

  /** Returns the services of a file that would start by themselves, and cannot. */
  private Stream<String> unset(String file) {
    return unset.values().stream()
        .filter(service -> file.equals(service.file()) && service.service().start().autostart())
        .map(service -> service.service().name());
  }

  /** Returns the services of a file that start by themselves, and those that should and cannot. */
  public List<String> wanted(String file) {
    return Stream.concat(autostarting(file).stream(), unset(file)).toList();
  }

  /** Returns the services of a file that start by themselves. */
  List<String> autostarting(String file) {
    return servicesOf(file).stream()
        .filter(service -> service.enabled() && service.autostart())
        .map(ServiceConfig::name)
        .toList();
  }

  private List<ServiceConfig> servicesOf(String file) {
    return sources.stream()
        .filter(source -> file.equals(source.file()))
        .flatMap(source -> source.services().stream())
        .toList();
  }

  /**
   * Returns the services that begin with a change of their file: they are new in it since {@code
   * before} and start by themselves, and others of the file run.
   */
  List<String> added(String file, Listing before) {
    List<ServiceConfig> known = before.servicesOf(file);
    if (servicesOf(file).stream().noneMatch(service -> running.containsKey(service.name()))) {
      return List.of();
    }
    List<String> added = new ArrayList<>(autostarting(file));
    known.forEach(service -> added.remove(service.name()));
    return added;
  }

  /**
   * Says which services of different files, or of a file and a command line, need the same local
   * port, a sentence each.
   *
   * @param which those that one of each pair has to be
   */
  public List<String> portClashes(Predicate<LoadedService> which) {
    return PortClashes.notes(services.values(), which);
  }

  /** Returns a service as it is loaded, or null for an unknown name. */
  public @Nullable LoadedService service(String name) {
    return services.get(name);
  }

  /** Returns why a service of a file cannot run: a variable is not set; null for all others. */
  public @Nullable String whyLeftOut(String name) {
    LeftOut leftOut = services.containsKey(name) ? null : unset.get(name);
    return leftOut == null ? null : leftOut.why();
  }

  /** Returns whether a file or a command line has a service of this name, also one left out. */
  public boolean isKnown(String name) {
    return services.containsKey(name) || unset.containsKey(name);
  }

  /** Returns whether a service of this name is known, or may be in a file that was not loaded. */
  public boolean mayHave(String name) {
    return isKnown(name) || !unloaded.isEmpty();
  }

  /** Returns the forward of a service that runs, or null. */
  @Nullable Forward running(String name) {
    return running.get(name);
  }

  /** Returns whether a service runs. */
  public boolean isRunning(String name) {
    return running.containsKey(name);
  }

  /** Returns the named services as they are now, in that order; others are passed over. */
  List<ServiceStatus> statuses(List<String> names) {
    return names.stream().map(this::status).filter(Objects::nonNull).toList();
  }

  /** Returns all services as they are now, in the order of their names. */
  List<ServiceStatus> statuses() {
    Set<String> names = new TreeSet<>(services.keySet());
    names.addAll(unset.keySet());
    return statuses(List.copyOf(names));
  }

  private @Nullable ServiceStatus status(String name) {
    LoadedService service = services.get(name);
    LeftOut leftOut = unset.get(name);
    if (service == null) {
      return leftOut == null ? null : leftOut.status();
    }
    return status(service);
  }

  private ServiceStatus status(LoadedService service) {
    Forward forward = running.get(service.name());
    Overlay overlay = overlay(service);
    ServiceStatus status =
        forward == null ? stopped(service, overlay) : forward.status(service.file());
    ServiceStatus shown = overlay.held().isEmpty() ? status : status.with(overlay.keys());
    PendingOperation waits = pending.get(service.name());
    return waits == null ? shown : ServiceStatusBuilder.builder(shown).pending(waits).build();
  }

  /* It stands below the cluster that it would lead to, so that production is seen as such. */
  private ServiceStatus stopped(LoadedService service, Overlay overlay) {
    ServiceStatus status = StatusOf.stopped(overlay.now(), service.file());
    return status.context() == null
        ? ServiceStatusBuilder.builder(status).context(current.find(service.shell())).build()
        : status;
  }

  /** Returns the kubeconfigs whose current contexts decide where services would lead. */
  Set<List<Path>> unplaced() {
    return services.values().stream()
        .filter(service -> context(service.service()) == null)
        .filter(service -> !isRunning(service.name()))
        .map(service -> service.shell().files())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns what was set. */
  public Settings settings() {
    return settings;
  }

  /** Returns all services that are loaded, in the order of their names. */
  public List<LoadedService> services() {
    return List.copyOf(services.values());
  }

  /** Returns what the file of a service says, and where. */
  public LoadedValues values(LoadedService service) {
    return sources.stream()
        .filter(source -> source.defines(service.name()))
        .map(LoadedValues::of)
        .findFirst()
        .orElse(LoadedValues.NONE);
  }

  /** Returns what the file says that was loaded last, and names a context; null: names any. */
  public LoadedValues newestValues(@Nullable String context) {
    return sources.reversed().stream()
        .filter(source -> !source.isCommandLine())
        .filter(source -> context == null || source.values().contexts().containsKey(context))
        .map(LoadedValues::of)
        .findFirst()
        .orElse(LoadedValues.NONE);
  }

  /** Says which values of a file a setting overrides, a sentence each. */
  public List<String> overridden(String file) {
    return settings.isEmpty() ? List.of() : fit().overridden(settings, file);
  }

  /** Says which settings a service cannot take since its file says otherwise, a sentence each. */
  List<String> unfit() {
    return settings.isEmpty() ? List.of() : fit().notes(settings);
  }

  private SettingFit fit() {
    return new SettingFit(services.values(), service -> context(service.service()));
  }

  /** Returns what settings make of a service. */
  public Overlay overlay(LoadedService service) {
    return service.under(settings, context(service.service()));
  }

  /** Returns the absolute paths of the files that are served. */
  public List<String> files() {
    return sources.stream().map(LoadedSource::file).filter(Objects::nonNull).toList();
  }

  /** Returns the absolute paths of all files that can be read again, also those left out. */
  public List<String> reloadable() {
    return Stream.concat(
            sources.stream()
                .map(LoadedSource::origin)
                .filter(origin -> origin.text() == null), // a pipe cannot be read again
            unloaded.stream())
        .map(DesiredState.Source::file)
        .filter(Objects::nonNull)
        .sorted()
        .distinct()
        .toList();
  }

  /**
   * Returns the kubeconfig files that services use: what was refused may be taken when they change.
   */
  public Set<Path> kubeconfigs() {
    return services.values().stream()
        .flatMap(service -> service.shell().files().stream())
        .map(Path::toAbsolutePath)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns where the files want measurements to be collected, by their absolute paths. */
  public Map<String, MetricsConfig> metrics() {
    Map<String, MetricsConfig> metrics = new TreeMap<>();
    for (LoadedSource source : sources) {
      MetricsConfig wanted = source.daemon().metrics();
      if (source.file() != null && wanted != null) {
        metrics.put(source.file(), wanted);
      }
    }
    return metrics;
  }

  /** Returns whom the files want to be notified, in the order of the files. */
  public List<FileNotifications> notifications() {
    return sources.stream().map(LoadedSource::notifications).filter(Objects::nonNull).toList();
  }

  /** Returns how many events the files want in memory for each service: the most of any file. */
  public int journalKeep() {
    return sources.stream()
        .map(source -> source.daemon().journal())
        .filter(Objects::nonNull)
        .mapToInt(JournalConfig::keep)
        .max()
        .orElse(JournalConfig.KEEP);
  }
}
