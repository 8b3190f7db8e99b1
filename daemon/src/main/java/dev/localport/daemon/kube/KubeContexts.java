package dev.localport.daemon.kube;

import dev.localport.api.ProxyVariables;
import dev.localport.daemon.tunnel.ProxyRelay;
import dev.localport.daemon.tunnel.Transport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.File;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every context in use, each with one client; all share the event loop of one HTTP client.
 * Thread-safe.
 *
 * <p>A context is read again when it is asked for and its kubeconfig has changed since.
 */
public final class KubeContexts implements AutoCloseable {
  private final Vertx vertx;
  private final FewConnections http;
  private final InstantSource clock;
  private final Transport transport;
  private final Map<Key, Opened> contexts = new HashMap<>();

  private record Key(List<Path> files, @Nullable String context, ProxyVariables proxies) {}

  private record Opened(List<Long> stamps, FabricContext context) {}

  /**
   * Starts the shared event loop.
   *
   * @param clock tells when credentials expire
   * @param transport leads API calls through proxies
   */
  public KubeContexts(InstantSource clock, Transport transport) {
    // one loop serves all contexts: the client's default is two a core for each
    this.vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setUseDaemonThread(true)
                .setBlockedThreadCheckInterval(1) // nothing of ours runs on its threads
                .setBlockedThreadCheckIntervalUnit(TimeUnit.HOURS)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    this.http = new FewConnections(vertx);
    this.clock = clock;
    this.transport = transport;
  }

  /**
   * Returns a context.
   *
   * @param shell whose kubeconfig and proxies
   * @param context its name; null: the current one
   * @throws KubeException if the kubeconfig or the context cannot be used
   */
  public synchronized KubeContext open(KubeShell shell, @Nullable String context)
      throws KubeException {
    List<Path> files = files(shell);
    List<Long> stamps = files.stream().map(file -> file.toFile().lastModified()).toList();
    Key key = new Key(files, context, shell.proxies());
    Opened known = contexts.get(key);
    if (known != null && known.stamps().equals(stamps)) {
      return known.context();
    }
    Kubeconfig.Entry entry = Kubeconfig.read(files).context(context);
    Opened opened = opened(new Key(files, entry.name(), shell.proxies()), stamps, entry);
    contexts.put(key, opened); // the current context is the one of that name, and has one client
    return opened.context();
  }

  private Opened opened(Key named, List<Long> stamps, Kubeconfig.Entry entry) {
    Opened known = contexts.get(named);
    if (known != null && known.stamps().equals(stamps)) {
      return known;
    }
    Opened opened =
        new Opened(
            stamps,
            new FabricContext(
                entry,
                named.proxies(),
                endpoint -> new ProxyRelay(transport, endpoint),
                http,
                clock));
    contexts.put(named, opened);
    if (known != null) {
      known.context().close();
    }
    return opened;
  }

  /** Returns the kubeconfig files of a shell, whether they are there or not. */
  public static List<Path> files(KubeShell shell) {
    String kubeconfig = shell.kubeconfig();
    if (kubeconfig == null || kubeconfig.isBlank()) {
      return List.of(Path.of(System.getProperty("user.home"), ".kube", "config"));
    }
    return Arrays.stream(kubeconfig.split(File.pathSeparator, -1))
        .filter(part -> !part.isBlank())
        .map(Path::of)
        .toList();
  }

  @Override
  public synchronized void close() {
    contexts.values().forEach(opened -> opened.context().close());
    contexts.clear();
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
