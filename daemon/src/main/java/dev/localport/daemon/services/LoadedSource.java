package dev.localport.daemon.services;

import dev.localport.config.ClusterConfigs;
import dev.localport.config.DaemonConfig;
import dev.localport.config.FileValues;
import dev.localport.config.Origin;
import dev.localport.config.ServiceConfig;
import dev.localport.config.UnsetService;
import dev.localport.daemon.forward.ForwardOrigin;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.ShellLoan;
import dev.localport.daemon.state.DesiredState;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file or a command line, with what it said when it was read. Immutable.
 *
 * @param origin the file or the command line's text, as it is kept over restarts
 * @param services what it defines
 * @param unset what it defines and cannot run, since variables of it are not set
 * @param clusters how the clusters of its services are watched over
 * @param daemon what it says about the daemon itself
 * @param values where its values come from
 * @param notes what the user should know about it
 * @param order which of two readings of one source began later
 * @param loan the environment for its credential plug-ins, which all readings of it share
 */
record LoadedSource(
    DesiredState.Source origin,
    List<ServiceConfig> services,
    List<UnsetService> unset,
    ClusterConfigs clusters,
    DaemonConfig daemon,
    FileValues values,
    List<String> notes,
    long order,
    ShellLoan loan) {
  LoadedSource {
    services = List.copyOf(services);
    unset = List.copyOf(unset);
    notes = List.copyOf(notes);
  }

  /** Returns the file, or null for a command line. */
  @Nullable String file() {
    return origin.file();
  }

  boolean isCommandLine() {
    return origin.file() == null;
  }

  /** Names the source in messages. */
  String label() {
    return origin.file() == null ? "localport forward" : origin.file();
  }

  boolean defines(String name) {
    return names().contains(name);
  }

  /** Returns the names of its services. */
  List<String> names() {
    return services.stream().map(ServiceConfig::name).toList();
  }

  /** Returns the names of the services that use the caller's kubeconfig. */
  List<String> usersOfCallersKubeconfig() {
    return services.stream()
        .filter(service -> service.target().kubeconfig() == null)
        .map(ServiceConfig::name)
        .toList();
  }

  /** Returns the same source, whose one service is called otherwise. */
  LoadedSource named(String name) {
    ServiceConfig other = services.getFirst().named(name);
    return new LoadedSource(
        origin.named(name), List.of(other), unset, clusters, daemon, values, notes, order, loan);
  }

  /** Returns the same source with a service as an earlier reading has it. */
  LoadedSource keeping(ServiceConfig service, String note) {
    List<ServiceConfig> all = new ArrayList<>(services);
    all.add(service);
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new LoadedSource(origin, all, unset, clusters, daemon, values, more, order, loan);
  }

  /** Returns the same source with another kubeconfig for services that have none of their own. */
  LoadedSource under(@Nullable String kubeconfig, String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new LoadedSource(
        origin.under(kubeconfig), services, unset, clusters, daemon, values, more, order, loan);
  }

  /** Returns the same source with the loan of an earlier reading, to which its shell now lends. */
  LoadedSource sharing(ShellLoan earlier) {
    if (origin.caller().environment().whole()) {
      earlier.lend(origin.caller().environment());
    }
    return new LoadedSource(
        origin, services, unset, clusters, daemon, values, notes, order, earlier);
  }

  /** Returns a service of this source, with what it takes from here. */
  LoadedService load(ServiceConfig service) {
    return new LoadedService(
        service, file(), new ForwardOrigin(shell(service), clusters, folder()), origins(service));
  }

  /* A service of a command line may have got another name. */
  private Map<String, Origin> origins(ServiceConfig service) {
    return isCommandLine() && values.services().size() == 1
        ? values.services().values().iterator().next()
        : values.ofService(service.name());
  }

  /** Returns how a service of this source reaches its cluster. */
  KubeShell shell(ServiceConfig service) {
    return new KubeShell(kubeconfig(service), origin.caller().proxies(), loan);
  }

  /**
   * Returns the kubeconfig for a service of this source: the service's own word, relative to its
   * file, or the caller's {@code $KUBECONFIG}.
   */
  private @Nullable String kubeconfig(ServiceConfig service) {
    String own = service.target().kubeconfig();
    if (own == null) {
      return origin.kubeconfig();
    }
    if (own.startsWith("~/")) {
      return Path.of(System.getProperty("user.home"), own.substring(2)).toString();
    }
    Path folder = folder();
    return folder == null ? own : folder.resolve(own).normalize().toString();
  }

  /** Returns whom it wants to be notified; a command line notifies no one. */
  @Nullable FileNotifications notifications() {
    String file = file();
    return file == null || daemon.notifications().isEmpty()
        ? null
        : new FileNotifications(file, daemon.notifications(), loan);
  }

  private @Nullable Path folder() {
    return origin.file() == null ? null : Path.of(origin.file()).getParent();
  }
}
