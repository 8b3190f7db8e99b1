package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Failure;
import dev.localport.api.PodInfo;
import dev.localport.daemon.kube.KubeCluster;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The monitors of all clusters: the first started service of a context begins one, the last one
 * ends it. Thread-safe; what it answers is in memory.
 */
public final class ClusterHealthManager implements ClusterHealthProvider, AutoCloseable {
  /** A name of DNS may have characters that {@link java.net.URI} does not know in hosts. */
  private static final Pattern SERVER =
      Pattern.compile(
          "\\w+://(?:[^/]*@)?\\[?(?<host>(?<=\\[)[^/\\]]+|[^/:\\[\\]]+)]?(?::\\d+)?(?:/.*)?");

  private static final Logger log = LoggerFactory.getLogger(ClusterHealthManager.class);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final int EVENTS_REST = 10;
  private static final Comparator<ClusterEvent> WORST_FIRST =
      Comparator.comparing((ClusterEvent event) -> !event.isWarning())
          .thenComparing(ClusterEvent::lastSeen, Comparator.reverseOrder());

  private final Function<KubeCluster, ClusterReads> reads;
  private final Timers timers;
  private final DoubleSupplier random;
  private final Consumer<ClusterStatus> watcher;
  private final Clusters clusters = new Clusters(this::begin);
  private final Map<ClusterKey, Set<RestoredFirst>> first = new ConcurrentHashMap<>();

  /**
   * Makes a manager without monitors.
   *
   * @param reads gives what a cluster is asked by
   * @param random jitter, from 0 (included) to 1 (excluded)
   * @param watcher gets the state of clusters: after each change, and after each probe of one that
   *     is not offline. On the monitors' threads; never blocks
   */
  public ClusterHealthManager(
      Function<KubeCluster, ClusterReads> reads,
      Timers timers,
      DoubleSupplier random,
      Consumer<ClusterStatus> watcher) {
    this.reads = reads;
    this.timers = timers;
    this.random = random;
    this.watcher = watcher;
  }

  private ClusterHealthMonitor begin(WatchedCluster cluster) {
    return new ClusterHealthMonitor(
        new MonitorParts(
            cluster.key().context(),
            cluster.key().server(),
            cluster.key().insecure(),
            () -> cluster.newest().config(),
            cluster::subscribers,
            timers,
            random,
            watcher,
            () -> List.copyOf(first.getOrDefault(cluster.key(), Set.of()))),
        () -> reads.apply(cluster.newest().context()));
  }

  /**
   * Subscribes a started service to the monitor of its cluster. Blocks for files at most; belongs
   * on a virtual thread. If the cluster is offline, the service is notified.
   *
   * @throws KubeException if the kubeconfig does not serve
   */
  public ClusterSubscription subscribe(ClusterSubscriber subscriber) throws KubeException {
    ClusterSubscription subscription = new ClusterSubscription(subscriber, clusters);
    clusters.place(subscription, key(subscriber.context()));
    return subscription;
  }

  /**
   * Returns whether the monitor of a cluster says that it is offline; a cluster without a monitor
   * is not.
   */
  public boolean isAway(KubeCluster cluster) {
    return clusters.find(key(cluster)).map(WatchedCluster::isAway).orElse(false);
  }

  /**
   * Has something be restored before the services whenever that cluster is back.
   *
   * @return ends that
   */
  public Runnable restoreFirst(KubeCluster cluster, RestoredFirst one) {
    ClusterKey key = key(cluster);
    first.compute(
        key,
        (_, known) -> {
          Set<RestoredFirst> all = known == null ? ConcurrentHashMap.newKeySet() : known;
          all.add(one);
          return all;
        });
    return () ->
        first.computeIfPresent(
            key,
            (_, all) -> {
              all.remove(one);
              return all.isEmpty() ? null : all;
            });
  }

  /** Returns what the monitor of a cluster saw while it is offline; null otherwise. */
  public @Nullable Failure away(KubeCluster cluster) {
    return clusters.find(key(cluster)).map(WatchedCluster::away).orElse(null);
  }

  private static ClusterKey key(KubeCluster cluster) {
    return new ClusterKey(cluster.name(), cluster.server(), cluster.isInsecure());
  }

  /** Reports that every cluster may be unreachable: the machine woke, its network changed. */
  public void suspectAll() {
    clusters.all().forEach(cluster -> cluster.monitor().happened(new MonitorEvent.Suspected()));
  }

  /** Tells that the users' configurations may be others: a file was loaded again. */
  public void configurationChanged() {
    clusters.all().forEach(cluster -> cluster.monitor().reconfigure());
  }

  /**
   * Tells that a kubeconfig changed: refused credentials are tried again at once, and a service
   * whose context names another server goes to that one's monitor. Blocks for files at most.
   */
  public void kubeconfigChanged() {
    for (WatchedCluster cluster : clusters.all()) {
      cluster.subscriptions().forEach(this::placeAgain);
    }
    clusters
        .all()
        .forEach(cluster -> cluster.monitor().happened(new MonitorEvent.KubeconfigChanged()));
  }

  private void placeAgain(ClusterSubscription subscription) {
    try {
      clusters.move(subscription, key(subscription.subscriber().context()));
    } catch (KubeException e) {
      log.atDebug()
          .addKeyValue("service", subscription.subscriber().service())
          .addKeyValue("why", e.failure().message())
          .log("context cannot be found"); // its monitor will see, and say so
    }
  }

  /**
   * Asks the clusters of a context for everything now, and waits for what they say.
   *
   * @return whether there are any, and all answered within that time; what one of them did not
   *     report is in its status
   */
  public boolean refresh(String context, Duration patience) throws InterruptedException {
    return await(
        clusters.of(context).stream().map(cluster -> cluster.monitor().refresh()).toList(),
        patience);
  }

  /**
   * Asks the clusters of a context for their events now, where those that are known are older than
   * that, and waits for them. A long list is not asked for over and over: it may be ten times as
   * old as it takes to read.
   *
   * @return whether there are such clusters, and all answered within {@code patience}
   */
  public boolean refreshEvents(String context, Duration maxAge, Duration patience)
      throws InterruptedException {
    return await(
        clusters.of(context).stream()
            .map(WatchedCluster::monitor)
            .filter(monitor -> areEventsOlder(monitor.view(), maxAge))
            .map(monitor -> monitor.refresh(Set.of(Collector.EVENTS)))
            .toList(),
        patience);
  }

  private boolean areEventsOlder(View view, Duration maxAge) {
    Duration affordable = view.knowledge().took(Collector.EVENTS).multipliedBy(EVENTS_REST);
    Duration age = affordable.compareTo(maxAge) > 0 ? affordable : maxAge;
    return view.knowledge().isOlder(Collector.EVENTS, age, timers.instant());
  }

  private static boolean await(List<CompletableFuture<Boolean>> asked, Duration patience)
      throws InterruptedException {
    try {
      CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
          .get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("a refresh does not fail", e);
    }
    return !asked.isEmpty() && asked.stream().allMatch(CompletableFuture::join);
  }

  /** Returns the hosts of the API servers with a started service, without brackets. */
  public Set<String> hosts() {
    return clusters.all().stream()
        .flatMap(cluster -> Stream.ofNullable(host(cluster.key().server())))
        .collect(Collectors.toSet());
  }

  private static @Nullable String host(String server) {
    Matcher url = SERVER.matcher(server);
    return url.matches() ? url.group("host") : null; // else its monitor says what is wrong with it
  }

  /** Returns what is known of all clusters with a started service, by context and server. */
  public List<ClusterStatus> statuses() {
    return clusters.all().stream()
        .sorted(
            Comparator.comparing((WatchedCluster cluster) -> cluster.key().context())
                .thenComparing(cluster -> cluster.key().server()))
        .map(cluster -> cluster.status(timers.instant()))
        .toList();
  }

  /**
   * Returns what is measured of the clusters with a started service, by context. Of a context that
   * leads to two servers, since its kubeconfig changed, the one that was used last counts.
   */
  public List<ClusterFigures> figures() {
    Instant now = timers.instant();
    return clusters.all().stream()
        .map(cluster -> cluster.key().context())
        .distinct()
        .sorted()
        .flatMap(context -> clusters.find(context).stream())
        .map(cluster -> cluster.figures(now))
        .toList();
  }

  @Override
  public boolean isHealthy(String context) {
    return clusters.find(context).map(cluster -> !cluster.isAway()).orElse(true);
  }

  @Override
  public List<PodInfo> podStatus(String context, String namespace, String resource) {
    return clusters
        .find(context)
        .map(cluster -> pods(cluster, namespace, resource))
        .orElse(List.of());
  }

  private List<PodInfo> pods(WatchedCluster cluster, String namespace, String resource) {
    View view = cluster.monitor().view();
    List<PodInfo> pods =
        EventCorrelation.pods(cluster.subscribers(), namespace, resource, cluster.isAway()).stream()
            .map(pod -> notAfter(view.lastSuccess(), pod))
            .toList();
    return view.measured(pods, timers.instant());
  }

  /* A watch that is open and silent says nothing of an API server that no longer answers. */
  private static PodInfo notAfter(@Nullable Instant lastSuccess, PodInfo pod) {
    Instant updated = pod.lastUpdated();
    if (!pod.stale() || lastSuccess == null || updated == null || !updated.isAfter(lastSuccess)) {
      return pod;
    }
    return pod.reported(lastSuccess, true);
  }

  @Override
  public Optional<ClusterStatus> clusterInfo(String context) {
    return clusters.find(context).map(cluster -> cluster.status(timers.instant()));
  }

  @Override
  public List<String> scaledToZero(
      String context, String namespace, String target, Duration patience) {
    WatchedCluster cluster = clusters.find(context).orElse(null);
    if (cluster == null || cluster.isAway()) {
      return List.of();
    }
    try {
      return reads.apply(cluster.newest().context()).scaledToZero(namespace, target, patience);
    } catch (KubeException e) {
      log.atDebug()
          .addKeyValue("context", context)
          .addKeyValue("why", e.failure().message())
          .log("workloads not read");
      return List.of();
    }
  }

  @Override
  public Optional<Instant> lastCheck(String context) {
    return clusters
        .find(context)
        .flatMap(cluster -> Optional.ofNullable(cluster.monitor().view().lastCheck()));
  }

  @Override
  public List<ClusterEvent> events(String context, Instant since) {
    return clusters.find(context).map(cluster -> events(cluster, since)).orElse(List.of());
  }

  private List<ClusterEvent> events(WatchedCluster cluster, Instant since) {
    List<ClusterSubscriber> subscribers = cluster.subscribers();
    return cluster.monitor().view().events(timers.instant()).stream()
        .filter(event -> !event.lastSeen().isBefore(since))
        .map(event -> EventCorrelation.event(event, subscribers))
        .sorted(WORST_FIRST)
        .toList();
  }

  /** Ends all monitors; there are no notifications after it. */
  @Override
  public void close() {
    List<ClusterHealthMonitor> ended = clusters.endAll();
    try {
      for (ClusterHealthMonitor monitor : ended) {
        if (!monitor.awaitEnd(GRACE)) {
          log.warn("cluster monitor did not stop in time");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // our caller is being stopped too: do not wait longer
    }
  }
}
