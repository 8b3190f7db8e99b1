package dev.localport.daemon.kube;

import dev.localport.daemon.kube.OpenContexts.Opened;
import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.ExecPlugin;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.client.Kubeconfig;
import dev.localport.daemon.kube.client.Logins;
import dev.localport.daemon.kube.client.PluginLogin;
import dev.localport.daemon.kube.client.Plugins;
import dev.localport.daemon.kube.client.SharedHttp;
import dev.localport.daemon.net.ProxyRelay;
import dev.localport.daemon.net.Transport;
import dev.localport.paths.UnresponsiveFileException;
import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Every context in use, each with one client; all share the event loop of one HTTP client.
 * Thread-safe.
 *
 * <p>A context is read again when it is asked for and its kubeconfig has changed since. When that
 * file is deleted, or does not respond, its last content is used: see {@link KeptContexts}. No file
 * is read, and no context closed, under the monitor that all contexts share.
 *
 * <p>Over 300 lines, since every kubeconfig that is old, deleted or broken ends up here.
 */
public final class KubeContexts implements AutoCloseable {
  private static final String MISSING = "";
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final SharedHttp http;
  private final InstantSource clock;
  private final Transport transport;
  private final KeptContexts kept;
  private final Plugins plugins;
  private final Logins logins;
  private final OpenContexts contexts;
  private volatile Runnable named = () -> {};

  /** As the other one, with a memory of its own that ends with this object. */
  public KubeContexts(InstantSource clock, Transport transport) {
    this(clock, transport, new KeptContexts(null, clock));
  }

  /**
   * Starts the shared event loop.
   *
   * @param clock decides when credentials expire
   * @param transport leads API calls through proxies
   * @param kept keeps contexts for the case that their kubeconfig vanishes
   */
  public KubeContexts(InstantSource clock, Transport transport, KeptContexts kept) {
    this.kept = kept;
    this.http = new SharedHttp();
    this.clock = clock;
    this.transport = transport;
    this.plugins = new Plugins(clock);
    this.logins = new Logins(plugins);
    this.contexts = new OpenContexts(plugins);
  }

  /**
   * Returns a context.
   *
   * @param shell whose kubeconfig and proxies
   * @param context its name; null: the current one
   * @throws KubeException if the kubeconfig or the context cannot be used
   */
  public KubeContext open(KubeShell shell, @Nullable String context) throws KubeException {
    return opened(shell, context);
  }

  private FabricContext opened(KubeShell shell, @Nullable String context) throws KubeException {
    List<Path> files = shell.files();
    OpenContexts.Key key = new OpenContexts.Key(files, context, shell.proxies(), null);
    List<String> stamps = List.of(); // equal to none that was read
    try {
      stamps = Stamps.ofKubeconfigs(files);
      FabricContext known = find(key, shell, stamps);
      if (known != null) {
        if (!stamps.contains(MISSING)) {
          kept.isBack(shell.kubeconfig());
        }
        return known;
      }
      Kubeconfig.Entry entry = Kubeconfig.read(files).context(context);
      kept.isBack(shell.kubeconfig());
      FabricContext opened = put(key, shell, Stamps.of(stamps, entry), entry);
      kept.keep(shell.kubeconfig(), entry); // at last: see use()
      return opened;
    } catch (KubeException e) {
      boolean gone = e.getCause() == null && stamps.contains(MISSING); // else a file is broken
      FabricContext last =
          gone || e.getCause() instanceof UnresponsiveFileException
              ? last(shell, key, stamps)
              : null;
      if (last == null) {
        throw e;
      }
      return last;
    }
  }

  /** Returns a context that is open, unless one of its files has changed since. */
  private @Nullable FabricContext find(OpenContexts.Key key, KubeShell shell, List<String> stamps) {
    Opened known = contexts.find(key, shell.loan().identity());
    if (known == null || !known.stamps().kubeconfigs().equals(stamps)) {
      return null;
    }
    return known.stamps().isNamedUnchanged() ? known.context() : null;
  }

  private FabricContext put(
      OpenContexts.Key key, KubeShell shell, Stamps stamps, Kubeconfig.Entry entry)
      throws KubeException {
    OpenContexts.Key asked = Plugins.isUsedBy(entry) ? key.in(shell.loan().identity()) : key;
    FabricContext fresh =
        new FabricContext(
            ApiClient.of(
                entry,
                plugins,
                shell.loan().variables(),
                new ApiClient.Surroundings(
                    asked.proxies(),
                    endpoint -> new ProxyRelay(transport, endpoint),
                    http,
                    clock)));
    FabricContext now = contexts.replace(asked, new Opened(stamps, fresh), entry.name());
    named.run();
    return now;
  }

  private @Nullable Opened find(KubeShell shell, @Nullable String context) {
    return contexts.find(
        new OpenContexts.Key(shell.files(), context, shell.proxies(), null),
        shell.loan().identity());
  }

  /** Returns a context whose kubeconfig cannot be read now, as it was when it could; else null. */
  private @Nullable FabricContext last(KubeShell shell, OpenContexts.Key key, List<String> stamps)
      throws KubeException {
    String kubeconfig = shell.kubeconfig();
    Opened known = contexts.find(key, shell.loan().identity());
    FabricContext last =
        known == null || !isVanished(known.stamps().kubeconfigs(), stamps) ? null : known.context();
    if (known == null && key.context() != null) {
      Kubeconfig.Entry entry = kept.find(kubeconfig, key.context());
      last = entry == null ? null : put(key, shell, Stamps.of(stamps, entry), entry);
    }
    if (last != null) {
      kept.isGone(kubeconfig, stamps.isEmpty() ? "does not respond" : "no longer exists");
    }
    return last;
  }

  /* Of several files one may never have been there: that it is missing is no news. */
  private static boolean isVanished(List<String> before, List<String> now) {
    for (int i = 0; i < now.size(); i++) {
      boolean wasThere = before.isEmpty() || !before.get(i).equals(MISSING);
      if (wasThere && now.get(i).equals(MISSING)) {
        return true;
      }
    }
    return now.isEmpty(); // it does not respond
  }

  /**
   * Gets the kubeconfigs that services use, as {@code $KUBECONFIG} lists them: their contexts are
   * kept, and no others. Returns at once.
   */
  public void use(Set<String> kubeconfigs) {
    if (kept.use(kubeconfigs)) { // contexts that were opened before a service was known to run
      contexts
          .byKey()
          .forEach((key, open) -> kept.keep(joined(key.files()), open.context().entry()));
    }
  }

  private static String joined(List<Path> files) {
    return String.join(File.pathSeparator, files.stream().map(Path::toString).toList());
  }

  /**
   * Drops what an earlier daemon kept and no service uses: to be called some time after the start,
   * when the commands in the foreground have come back for theirs. Returns at once.
   */
  public void dropUnclaimed() {
    kept.dropUnclaimed();
  }

  /**
   * Returns a sentence for each kubeconfig in use that was deleted, or does not respond, and for
   * each context with odd credentials.
   */
  public List<String> notes() {
    List<String> notes = new ArrayList<>(kept.notes());
    contexts.all().stream()
        .map(open -> open.context().remark())
        .flatMap(Optional::stream)
        .distinct()
        .forEach(notes::add);
    return notes;
  }

  /**
   * Called when a person wants a context to connect now: its credential plug-in may run, however
   * often it has failed. Returns at once.
   *
   * @param context its name; null: the current one
   */
  public void askedByPerson(KubeShell shell, @Nullable String context) {
    Opened known = find(shell, context);
    if (known != null) {
      known.context().askedByPerson();
    }
  }

  /**
   * Says whose environment the credential plug-in of a context runs with; null where it has none,
   * or is not open. Returns at once.
   *
   * @param context its name; null: the current one
   */
  public @Nullable String lender(KubeShell shell, @Nullable String context) {
    Opened known = find(shell, context);
    ExecPlugin plugin = known == null ? null : known.context().plugin();
    return plugin == null
        ? null
        : "the credential plug-in %s runs with the environment of %s"
            .formatted(plugin.program(), shell.loan().lender());
  }

  /**
   * Says which contexts cannot log in while a service holds a local port, a sentence each. Returns
   * at once.
   *
   * @param service what holds it
   */
  public List<String> loginsHinderedBy(String service, int port) {
    return contexts.all().stream()
        .map(Opened::context)
        .distinct()
        .filter(open -> open.plugin() != null && open.plugin().loginPorts().contains(port))
        .map(open ->
            "%s uses port %d, which the credential plug-in of context %s needs to log in; use another local_port"
                .formatted(service, port, open.name()))
        .distinct()
        .toList();
  }

  /**
   * Returns what a person's terminal runs to log in to a context.
   *
   * @param context its name; null: the current one
   * @param terminal whether there is one
   * @throws KubeException if the context cannot be opened, or has no plug-in to run
   */
  public PluginLogin beginLogin(KubeShell shell, @Nullable String context, boolean terminal)
      throws KubeException {
    return logins.begin(opened(shell, context).entry(), shell.loan().variables(), terminal);
  }

  /**
   * Takes what the plug-in of a context printed in a terminal, for all that use it.
   *
   * @return the context's name
   * @throws KubeException if that is no credential
   */
  public String endLogin(KubeShell shell, @Nullable String context, String output)
      throws KubeException {
    Kubeconfig.Entry entry = opened(shell, context).entry();
    logins.end(entry, output);
    return entry.name();
  }

  /**
   * Returns the files that contexts in use name: certificates, keys, tokens. What was refused may
   * be taken when they change.
   */
  public Set<Path> namedFiles() {
    return contexts.all().stream()
        .flatMap(open -> open.stamps().namedFiles().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Runs {@code other} whenever {@link #namedFiles} may be others; it must not wait long. */
  public void afterOpening(Runnable other) {
    named = other;
  }

  @Override
  public void close() {
    List<Opened> open = contexts.removeAll();
    plugins.close(); // nothing needs to wait for one anymore
    List<Thread> closing =
        open.stream().map(opened -> Thread.ofVirtual().start(opened.context()::close)).toList();
    boolean interrupted = false;
    for (Thread thread : closing) {
      try {
        if (!interrupted && !thread.join(GRACE)) {
          break; // it hangs in a call: the daemon ends without waiting for that
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    kept.close();
    http.close();
  }
}
