package dev.localport.daemon.metrics;

import dev.localport.config.MetricsConfig;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.time.Timers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where measurements can be collected: the addresses that the loaded files name, each once. One
 * that is taken is tried again every {@link #AGAIN}, and costs nothing else. One virtual thread
 * opens and closes; {@link #follow} and {@link #notes} may be called from any.
 */
final class Addresses implements AutoCloseable {
  static final Duration AGAIN = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Addresses.class);
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Supplier<Map<String, MetricsConfig>> files;
  private final Supplier<String> text;
  private final PortHolder portHolder;
  private final Timers timers;
  private final ExecutorService owner =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("metrics").factory());
  private final Map<MetricsConfig, MetricsServer> open = new HashMap<>(); // the owner's
  private final Map<MetricsConfig, String> shut = new HashMap<>(); // why, the owner's
  private Timers.@Nullable Waiting again; // the owner's
  private volatile List<String> notes = List.of();

  /**
   * Listens nowhere before {@link #follow}.
   *
   * @param files the addresses that are wanted, by the files that name them
   * @param text what is answered
   */
  Addresses(
      Supplier<Map<String, MetricsConfig>> files,
      Supplier<String> text,
      PortHolder portHolder,
      Timers timers) {
    this.files = files;
    this.text = text;
    this.portHolder = portHolder;
    this.timers = timers;
  }

  /** Looks soon at what is wanted; returns at once. */
  void follow() {
    try {
      owner.execute(this::look);
    } catch (RejectedExecutionException e) {
      log.atDebug().log("metrics not updated: the daemon is stopping");
    }
  }

  List<String> notes() {
    return notes;
  }

  private void look() {
    try {
      Map<String, MetricsConfig> wanted = files.get();
      leave(Set.copyOf(wanted.values()));
      Set.copyOf(wanted.values()).forEach(this::listen);
      notes = notes(wanted);
      lookAgain();
    } catch (RuntimeException e) { // a bug costs this look, not the next one
      log.atError().setCause(e).log("metrics not followed: bug");
    }
  }

  private void leave(Set<MetricsConfig> wanted) {
    shut.keySet().retainAll(wanted);
    for (MetricsConfig address : List.copyOf(open.keySet())) {
      MetricsServer server = wanted.contains(address) ? null : open.remove(address);
      if (server != null) {
        server.close();
        log.atInfo().addKeyValue("address", text(address)).log("metrics no longer served");
      }
    }
  }

  private void listen(MetricsConfig address) {
    if (open.containsKey(address)) {
      return;
    }
    InetSocketAddress at =
        new InetSocketAddress(InetAddress.ofLiteral(address.host()), address.port());
    try {
      open.put(address, new MetricsServer(at, text));
      shut.remove(address);
      log.atInfo().addKeyValue("address", text(address)).log("metrics served");
    } catch (IOException e) {
      String why =
          portHolder
              .describe(address.port())
              .map(holder -> "it is taken by " + holder)
              .orElse(String.valueOf(e.getMessage()));
      if (!why.equals(shut.put(address, why))) {
        log.atWarn()
            .addKeyValue("address", text(address))
            .addKeyValue("why", why)
            .addKeyValue("again_in_ms", AGAIN.toMillis())
            .log("metrics not served");
      }
    }
  }

  private List<String> notes(Map<String, MetricsConfig> wanted) {
    List<String> told = new ArrayList<>();
    wanted.forEach((file, address) -> {
      String why = shut.get(address);
      if (why != null) {
        told.add(
            "metrics of %s cannot be served at %s: %s; free it, or change metrics.listen; LocalPort retries every %d s"
                .formatted(file, text(address), why, AGAIN.toSeconds()));
      }
    });
    return List.copyOf(told);
  }

  private void lookAgain() {
    if (again != null) {
      again.cancel();
    }
    again = shut.isEmpty() ? null : timers.at(timers.instant().plus(AGAIN), this::follow);
  }

  private static String text(MetricsConfig address) {
    String host = address.host();
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.port();
  }

  @Override
  public void close() {
    if (owner.isShutdown()) {
      return;
    }
    owner.execute(() -> {
      leave(Set.of());
      lookAgain();
    });
    owner.shutdown();
    try {
      if (!owner.awaitTermination(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
        log.atWarn().log("metrics did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // our caller is being stopped too: do not wait longer
    }
  }
}
