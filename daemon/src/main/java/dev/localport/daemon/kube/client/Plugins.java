package dev.localport.daemon.kube.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.ExecConfig;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The credential plug-ins of all contexts. One outlives changes of its kubeconfig that do not
 * concern it, with its credentials and its pauses: a tool that writes the file each second does not
 * run it each second. Thread-safe; the lock guards memory alone.
 */
public final class Plugins implements AutoCloseable {
  private final InstantSource clock;

  @GuardedBy("this")
  private final Map<Key, ExecPlugin> plugins = new HashMap<>();

  private record Key(String context, PluginCommand command, ShellIdentity shell) {}

  /** Makes none yet; {@code clock} decides when credentials expire. */
  public Plugins(InstantSource clock) {
    this.clock = clock;
  }

  /** Returns whether a plug-in is where the credentials of a context come from. */
  public static boolean isUsedBy(Kubeconfig.Entry entry) {
    AuthInfo user = entry.user().entry();
    return user.getExec() != null && isEmpty(user.getToken()) && isEmpty(user.getTokenFile());
  }

  private static boolean isEmpty(@Nullable String text) {
    return text == null || text.isEmpty();
  }

  /**
   * Returns the plug-in of a context whose kubeconfig was just read; null where it has none.
   *
   * @param shell the environment that it runs with; empty: the daemon's own
   * @throws KubeException if what it needs to know about the cluster cannot be read
   */
  @Nullable ExecPlugin of(Kubeconfig.Entry entry, Map<String, String> shell) throws KubeException {
    if (!isUsedBy(entry)) {
      return null;
    }
    Map<String, String> environment = shell.isEmpty() ? System.getenv() : shell;
    PluginCommand command = command(entry);
    Key key = new Key(entry.name(), command, ShellIdentity.of(environment));
    synchronized (this) {
      ExecPlugin known = plugins.get(key);
      if (known != null) {
        known.forgive();
        known.lend(environment);
        return known;
      }
      ExecPlugin made = new ExecPlugin(entry.name(), command, environment, clock);
      plugins.put(key, made);
      return made;
    }
  }

  /**
   * Returns what runs the plug-in of a context.
   *
   * @throws KubeException if what it needs to know about the cluster cannot be read
   */
  static PluginCommand command(Kubeconfig.Entry entry) throws KubeException {
    ExecConfig exec = entry.user().entry().getExec();
    boolean informed = Boolean.TRUE.equals(exec.getProvideClusterInfo());
    return new PluginCommand(
        exec, entry.user().folder(), informed ? ClusterInfo.of(entry.server()) : null);
  }

  /** Returns the plug-ins that run one command for one context, whatever their environments. */
  synchronized List<ExecPlugin> all(String context, PluginCommand command) {
    return plugins.entrySet().stream()
        .filter(entry ->
            entry.getKey().context().equals(context) && entry.getKey().command().equals(command))
        .map(Map.Entry::getValue)
        .toList();
  }

  /**
   * Ends and forgets plug-ins of contexts that were closed; waits for none.
   *
   * @param ended those of contexts that were closed
   * @param used those of contexts that are open: they stay
   */
  public void release(Collection<ExecPlugin> ended, Collection<ExecPlugin> used) {
    List<ExecPlugin> unused = ended.stream().filter(plugin -> !used.contains(plugin)).toList();
    synchronized (this) {
      plugins.values().removeAll(unused);
    }
    unused.forEach(ExecPlugin::close);
  }

  @Override
  public void close() {
    List<ExecPlugin> all;
    synchronized (this) {
      all = List.copyOf(plugins.values());
      plugins.clear();
    }
    all.forEach(ExecPlugin::close);
  }
}
