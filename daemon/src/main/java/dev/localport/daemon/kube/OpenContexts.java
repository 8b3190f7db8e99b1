package dev.localport.daemon.kube;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.client.ExecPlugin;
import dev.localport.daemon.kube.client.Plugins;
import dev.localport.daemon.kube.client.ShellIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The contexts that are open, by what they were asked for with. Thread-safe. No file is read, and
 * no context closed, under its monitor.
 */
final class OpenContexts {
  private static final int MOST_SHELLS = 8; // of one context; each has a client of its own

  private final Plugins plugins;

  @GuardedBy("this")
  private final Map<Key, Opened> contexts = new LinkedHashMap<>();

  /**
   * What a context is asked for with.
   *
   * @param files those of its kubeconfig
   * @param context its name; null: the current one
   * @param shell counts only where a plug-in runs with its environment, else it is null
   */
  record Key(
      List<Path> files,
      @Nullable String context,
      ProxyVariables proxies,
      @Nullable ShellIdentity shell) {
    /** Returns the key of the same context with the environment of another shell. */
    Key in(@Nullable ShellIdentity other) {
      return new Key(files, context, proxies, other);
    }

    private Key of(String name) {
      return new Key(files, name, proxies, shell);
    }
  }

  /** A context, and what its files were like when it was read. */
  record Opened(Stamps stamps, FabricContext context) {}

  /**
   * Opens none yet.
   *
   * @param plugins gets the plug-ins that are no longer in use
   */
  OpenContexts(Plugins plugins) {
    this.plugins = plugins;
  }

  /** Returns what is open for a key, or for it with the environment of a shell; else null. */
  synchronized @Nullable Opened find(Key key, ShellIdentity shell) {
    Opened known = contexts.get(key);
    return known == null ? contexts.get(key.in(shell)) : known;
  }

  synchronized List<Opened> all() {
    return List.copyOf(contexts.values());
  }

  synchronized Map<Key, Opened> byKey() {
    return Map.copyOf(contexts);
  }

  /** Forgets all, and returns what was open. */
  synchronized List<Opened> removeAll() {
    List<Opened> open = List.copyOf(contexts.values());
    contexts.clear();
    return open;
  }

  /**
   * Puts a context in the place of what was open for its key, unless that is the same one.
   *
   * @param name its own one, where the key asks for the current context
   * @return the context that is open now
   */
  FabricContext replace(Key asked, Opened fresh, String name) {
    List<Opened> ended = new ArrayList<>();
    Opened now;
    synchronized (this) {
      Opened before = contexts.get(asked.of(name));
      now = before != null && before.stamps().equals(fresh.stamps()) ? before : fresh;
      drop(asked, ended);
      drop(asked.of(name), ended);
      contexts.put(asked.of(name), now);
      contexts.put(asked, now); // the current context is the one of that name, with one client
      dropOldest(asked.of(name), ended);
      ended.removeAll(contexts.values());
      plugins.release(plugins(ended), plugins(contexts.values()));
    }
    ended.forEach(open -> Thread.ofVirtual().name("close-context").start(open.context()::close));
    return now.context();
  }

  private static List<ExecPlugin> plugins(Collection<Opened> opened) {
    return opened.stream().map(open -> open.context().plugin()).filter(Objects::nonNull).toList();
  }

  /* What has a shell and no longer needs one, or the reverse, was read before a change. */
  @GuardedBy("this")
  private void drop(Key key, List<Opened> ended) {
    List<Key> same =
        contexts.keySet().stream()
            .filter(other -> other.in(null).equals(key.in(null)))
            .filter(other -> key.shell() == null || other.shell() == null || other.equals(key))
            .toList();
    for (Key other : same) {
      ended.add(Objects.requireNonNull(contexts.remove(other)));
    }
  }

  /* Each terminal may have an environment of its own, and some users have many. */
  @GuardedBy("this")
  private void dropOldest(Key newest, List<Opened> ended) {
    List<Key> shells =
        contexts.keySet().stream()
            .filter(key -> key.shell() != null && key.in(null).equals(newest.in(null)))
            .toList();
    for (Key oldest : shells.subList(0, Math.max(0, shells.size() - MOST_SHELLS))) {
      ended.add(Objects.requireNonNull(contexts.remove(oldest)));
    }
  }
}
