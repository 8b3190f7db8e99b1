package dev.localport.daemon.services;

import dev.localport.api.Settled;
import dev.localport.daemon.operations.Operations;
import dev.localport.daemon.state.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a daemon that was killed now would have to come back to. Services that are bound to a
 * command are no part of it: the command asks for them again. Confined to the owner of what it
 * reads.
 */
final class WantedServices {
  private final Catalogue catalogue;
  private final UnloadedFiles unloaded;
  private final Running running;
  private final Owners owners;
  private final Operations operations;
  private @Nullable DesiredState last; // when the daemon began to end
  private @Nullable Set<String> lastKubeconfigs; // at the same time, or at a hand-over

  WantedServices(
      Catalogue catalogue,
      UnloadedFiles unloaded,
      Running running,
      Owners owners,
      Operations operations) {
    this.catalogue = catalogue;
    this.unloaded = unloaded;
    this.running = running;
    this.owners = owners;
    this.operations = operations;
  }

  /** Returns what is to be on disk. */
  DesiredState state() {
    if (last != null) {
      return last;
    }
    List<String> kept = owners.unbound(running.names());
    List<DesiredState.Wanted> wanted = new ArrayList<>();
    for (LoadedService service : catalogue.all(kept)) {
      Settled settled = running.settled(service.name());
      wanted.add(new DesiredState.Wanted(service.name(), service.file(), settled));
    }
    wanted.addAll(unloaded.wanted());
    List<DesiredState.Source> sources = new ArrayList<>(catalogue.origins(kept));
    sources.addAll(unloaded.origins());
    List<String> names = wanted.stream().map(DesiredState.Wanted::name).toList();
    return new DesiredState(sources, wanted, running.settings().all(), operations.kept(names));
  }

  /** Returns each {@code $KUBECONFIG} of services that run, or that wait for their file. */
  Set<String> kubeconfigs() {
    if (lastKubeconfigs != null) {
      return lastKubeconfigs;
    }
    Set<String> kubeconfigs = new TreeSet<>();
    for (LoadedSource source : catalogue.sources()) {
      if (source.usersOfCallersKubeconfig().stream().anyMatch(running.names()::contains)) {
        addTo(kubeconfigs, source.origin());
      }
    }
    unloaded.origins().forEach(origin -> addTo(kubeconfigs, origin));
    return kubeconfigs;
  }

  private static void addTo(Set<String> kubeconfigs, DesiredState.Source origin) {
    if (origin.kubeconfig() != null) {
      kubeconfigs.add(origin.kubeconfig());
    }
  }

  /** Keeps all as it is now, whatever ends from here on. */
  void freeze() {
    last = state();
    freezeKubeconfigs();
  }

  /** Keeps the kubeconfigs as they are in use now, whichever command leaves from here on. */
  void freezeKubeconfigs() {
    lastKubeconfigs = kubeconfigs();
  }
}
