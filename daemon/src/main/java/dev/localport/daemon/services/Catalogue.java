package dev.localport.daemon.services;

import dev.localport.config.ServiceConfig;
import dev.localport.daemon.state.DesiredState;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The services that all sources define, by name: one daemon, many files. Confined to its owner.
 *
 * <p>A name stands for one service: a source that brings a name of another is refused whole, unless
 * nothing of the other runs.
 */
final class Catalogue {
  private final List<LoadedSource> sources = new ArrayList<>();
  private Map<String, LoadedService> entries = Map.of(); // replaced, and never changed
  private Map<String, LeftOut> unset = Map.of(); // as well

  /**
   * Takes a source, in the place of what it said before.
   *
   * @throws LoadException if it brings a name that another source has
   */
  void put(LoadedSource source) throws LoadException {
    if (sources.stream().noneMatch(known -> isNewer(known, source))) {
      checkNames(source, null);
      take(source);
    }
  }

  /**
   * Takes a source that the user loads: a file that has one of its names gives way to it if none of
   * its services runs. So two folders, or two contexts, may have services of the same names.
   *
   * @return the files that are forgotten
   * @throws LoadException if it brings a name of another source that runs
   */
  List<LoadedSource> load(LoadedSource source, Set<String> running) throws LoadException {
    if (sources.stream().anyMatch(known -> isNewer(known, source))) {
      return List.of(); // it was read again meanwhile
    }
    checkNames(source, running);
    List<LoadedSource> forgotten =
        sources.stream().filter(other -> name(other, source) != null).toList();
    sources.removeAll(forgotten);
    take(source);
    return forgotten;
  }

  private void take(LoadedSource source) {
    LoadedSource kept =
        sources.stream()
            .filter(known -> isSame(known.origin(), source.origin()))
            .findFirst()
            .map(known -> source.sharing(known.loan()))
            .orElse(source);
    sources.removeIf(known -> isSame(known.origin(), source.origin()));
    sources.add(kept);
    index();
  }

  private void index() {
    Map<String, LoadedService> services = new TreeMap<>();
    Map<String, LeftOut> others = new TreeMap<>();
    for (LoadedSource source : sources) {
      source.services().forEach(service -> services.put(service.name(), source.load(service)));
      source
          .unset()
          .forEach(service -> others.put(service.name(), new LeftOut(service, source.file())));
    }
    others.keySet().removeAll(services.keySet());
    entries = Collections.unmodifiableMap(services);
    unset = Collections.unmodifiableMap(others);
  }

  private static boolean isNewer(LoadedSource known, LoadedSource other) {
    return isSame(known.origin(), other.origin()) && known.order() > other.order();
  }

  /**
   * Takes a command line, and returns it as it is known now: one that is given again is the one
   * that is there, and a service whose name is taken gets another.
   *
   * @throws LoadException if it brings several services and one of their names is taken
   */
  LoadedSource add(LoadedSource commandLine) throws LoadException {
    for (LoadedSource known : sources) {
      if (isSame(known.origin(), commandLine.origin())) {
        known.loan().lend(commandLine.origin().caller().environment());
        return known;
      }
    }
    LoadedSource named = commandLine;
    if (commandLine.services().size() == 1) {
      ServiceConfig service = commandLine.services().getFirst();
      String name = CommandLineNames.choose(service, services());
      named = name.equals(service.name()) ? commandLine : commandLine.named(name);
    }
    put(named);
    return named;
  }

  private Map<String, ServiceConfig> services() {
    Map<String, ServiceConfig> services = new TreeMap<>();
    entries.forEach((name, entry) -> services.put(name, entry.service()));
    return services;
  }

  /** What a command line's service is called here is no part of what was asked for. */
  private static boolean isSame(DesiredState.Source known, DesiredState.Source other) {
    return known.file() == null
        ? other.file() == null
            && Objects.equals(known.text(), other.text())
            && Objects.equals(known.kubeconfig(), other.kubeconfig())
        : known.file().equals(other.file());
  }

  /* Without the services that run, no source gives way. */
  private void checkNames(LoadedSource source, @Nullable Set<String> running) throws LoadException {
    for (LoadedSource other : sources) {
      String name = name(other, source);
      List<String> busy =
          running == null ? List.of() : other.names().stream().filter(running::contains).toList();
      if (name != null && (running == null || other.isCommandLine() || !busy.isEmpty())) {
        throw LoadException.of(taken(name, other, source, busy));
      }
    }
  }

  /** Returns a name that both sources have; null where there is none, or both are one. */
  private static @Nullable String name(LoadedSource known, LoadedSource source) {
    return isSame(known.origin(), source.origin())
        ? null
        : source.names().stream().filter(known::defines).findFirst().orElse(null);
  }

  /** A service of a command line has no name in a file that could be changed. */
  private static String taken(
      String name, LoadedSource other, LoadedSource source, List<String> busy) {
    if (other.isCommandLine()) {
      return "the name %s is taken by a localport forward; stop that one: localport stop %s, or rename the service in %s"
          .formatted(name, name, source.label());
    }
    String stop = busy.isEmpty() ? "" : ", or: localport stop " + String.join(" ", busy);
    return "the name %s is used by %s and by %s; rename one of them%s"
        .formatted(name, other.label(), source.label(), stop);
  }

  /** Forgets the command lines of which no service runs anymore; files stay. */
  void forget(String name, Set<String> running) {
    sources.removeIf(source ->
        source.isCommandLine()
            && source.defines(name)
            && source.names().stream().noneMatch(running::contains));
    index();
  }

  /** Returns all services in the order of their names, as they are now. */
  Map<String, LoadedService> entries() {
    return entries;
  }

  /** Returns the services that cannot run, since variables of theirs are not set, by name. */
  Map<String, LeftOut> unset() {
    return unset;
  }

  /** Returns the services of these names, in that order; others are passed over. */
  List<LoadedService> all(Collection<String> names) {
    return names.stream().map(entries::get).filter(Objects::nonNull).toList();
  }

  /** Returns the source of a file. */
  Optional<LoadedSource> find(@Nullable String file) {
    return sources.stream()
        .filter(source -> file != null && file.equals(source.file()))
        .findFirst();
  }

  /** Returns where the services come from, in the order of loading. */
  List<LoadedSource> sources() {
    return List.copyOf(sources);
  }

  /** Returns where the files come from, and those command lines that define one of the names. */
  List<DesiredState.Source> origins(List<String> names) {
    return sources.stream()
        .filter(source -> !source.isCommandLine() || names.stream().anyMatch(source::defines))
        .map(LoadedSource::origin)
        .toList();
  }
}
