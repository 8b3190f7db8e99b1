package dev.localport.daemon.kube;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.tunnel.ProxyRelay;
import dev.localport.daemon.tunnel.Transport;
import dev.localport.paths.RegularFile;
import dev.localport.paths.UnresponsiveFileException;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Every context in use, each with one client; all share the event loop of one HTTP client.
 * Thread-safe.
 *
 * <p>A context is read again when it is asked for and its kubeconfig has changed since. When that
 * file is gone, or does not respond, its last content is used: see {@link KeptContexts}. No file is
 * looked at, and no context closed, under the monitor that all contexts share.
 */
public final class KubeContexts implements AutoCloseable {
  private static final Long MISSING = 0L;
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final FewConnections http;
  private final InstantSource clock;
  private final Transport transport;
  private final KeptContexts kept;

  @GuardedBy("this")
  private final Map<Key, Opened> contexts = new HashMap<>();

  private record Key(List<Path> files, @Nullable String context, ProxyVariables proxies) {}

  private record Opened(List<Long> stamps, FabricContext context) {}

  /** As the other one, with a memory of its own that ends with this object. */
  public KubeContexts(InstantSource clock, Transport transport) {
    this(clock, transport, new KeptContexts(null, clock));
  }

  /**
   * Starts the shared event loop.
   *
   * @param clock tells when credentials expire
   * @param transport leads API calls through proxies
   * @param kept keeps contexts for the case that their kubeconfig vanishes
   */
  public KubeContexts(InstantSource clock, Transport transport, KeptContexts kept) {
    this.kept = kept;
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
  public KubeContext open(KubeShell shell, @Nullable String context) throws KubeException {
    List<Path> files = files(shell);
    Key key = new Key(files, context, shell.proxies());
    List<Long> stamps = List.of(); // equal to none that was read
    try {
      stamps = stamps(files);
      FabricContext known = find(key, stamps);
      if (known != null) {
        if (!stamps.contains(MISSING)) {
          kept.isBack(shell.kubeconfig());
        }
        return known;
      }
      Kubeconfig.Entry entry = Kubeconfig.read(files).context(context);
      kept.isBack(shell.kubeconfig());
      FabricContext opened = put(key, stamps, entry);
      kept.keep(shell.kubeconfig(), entry); // at last: see use()
      return opened;
    } catch (KubeException e) {
      boolean gone = e.getCause() == null && stamps.contains(MISSING); // else a file is broken
      FabricContext last =
          gone || e.getCause() instanceof UnresponsiveFileException
              ? last(shell.kubeconfig(), key, stamps)
              : null;
      if (last == null) {
        throw e;
      }
      return last;
    }
  }

  private static List<Long> stamps(List<Path> files) throws KubeException {
    List<Long> stamps = new ArrayList<>();
    for (Path file : files) {
      try {
        stamps.add(RegularFile.modified(file));
      } catch (IOException e) {
        throw Kubeconfig.unreadable(file, e);
      }
    }
    return stamps;
  }

  private synchronized @Nullable FabricContext find(Key key, List<Long> stamps) {
    Opened known = contexts.get(key);
    return known == null || !known.stamps().equals(stamps) ? null : known.context();
  }

  private FabricContext put(Key asked, List<Long> stamps, Kubeconfig.Entry entry)
      throws KubeException {
    Key named = new Key(asked.files(), entry.name(), asked.proxies());
    FabricContext fresh =
        new FabricContext(
            entry, named.proxies(), endpoint -> new ProxyRelay(transport, endpoint), http, clock);
    Opened before;
    synchronized (this) {
      before = contexts.get(named);
      Opened now =
          before != null && before.stamps().equals(stamps) ? before : new Opened(stamps, fresh);
      contexts.put(named, now);
      contexts.put(asked, now); // the current context is the one of that name, with one client
      if (now.equals(before)) {
        return now.context(); // the fresh one has opened nothing
      }
    }
    if (before != null) {
      Thread.ofVirtual().name("close-context").start(before.context()::close);
    }
    return fresh;
  }

  /** Returns a context whose kubeconfig cannot be read now, as it was when it could; else null. */
  private @Nullable FabricContext last(@Nullable String kubeconfig, Key key, List<Long> stamps)
      throws KubeException {
    Opened known;
    synchronized (this) {
      known = contexts.get(key);
    }
    FabricContext last =
        known == null || !isVanished(known.stamps(), stamps) ? null : known.context();
    if (known == null && key.context() != null) {
      Kubeconfig.Entry entry = kept.find(kubeconfig, key.context());
      last = entry == null ? null : put(key, stamps, entry);
    }
    if (last != null) {
      kept.isGone(kubeconfig, stamps.isEmpty() ? "does not respond" : "is gone");
    }
    return last;
  }

  /* Of several files one may never have been there: that it is missing is no news. */
  private static boolean isVanished(List<Long> before, List<Long> now) {
    for (int i = 0; i < now.size(); i++) {
      boolean wasThere = before.isEmpty() || !before.get(i).equals(MISSING);
      if (wasThere && now.get(i).equals(MISSING)) {
        return true;
      }
    }
    return now.isEmpty(); // it does not respond
  }

  /**
   * Is told which kubeconfigs services use, as {@code $KUBECONFIG} lists them: their contexts are
   * kept, and no others. Returns at once.
   */
  public void use(Set<String> kubeconfigs) {
    if (kept.use(kubeconfigs)) { // contexts that were opened before a service was known to run
      List<Map.Entry<Key, Opened>> opened;
      synchronized (this) {
        opened = List.copyOf(contexts.entrySet());
      }
      for (Map.Entry<Key, Opened> entry : opened) {
        kept.keep(joined(entry.getKey().files()), entry.getValue().context().entry());
      }
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

  /** Returns a sentence for each kubeconfig in use that is gone, or does not respond. */
  public List<String> notes() {
    return kept.notes();
  }

  /** Returns the kubeconfig files of a shell, whether they are there or not. */
  public static List<Path> files(KubeShell shell) {
    return files(shell.kubeconfig());
  }

  /** Returns the files that {@code $KUBECONFIG} lists; null: {@code ~/.kube/config}. */
  static List<Path> files(@Nullable String kubeconfig) {
    if (kubeconfig == null || kubeconfig.isBlank()) {
      return List.of(Path.of(System.getProperty("user.home"), ".kube", "config"));
    }
    return Arrays.stream(kubeconfig.split(File.pathSeparator, -1))
        .filter(part -> !part.isBlank())
        .map(Path::of)
        .toList();
  }

  @Override
  public void close() {
    List<Opened> open;
    synchronized (this) {
      open = List.copyOf(contexts.values());
      contexts.clear();
    }
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
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }
}
