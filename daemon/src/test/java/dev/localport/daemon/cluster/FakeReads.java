package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeInfo;
import dev.localport.api.NodeInfoBuilder;
import dev.localport.api.PodCounts;
import dev.localport.api.Resources;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.kube.reads.EventList;
import dev.localport.daemon.kube.reads.EventReader;
import dev.localport.daemon.kube.reads.EventScope;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A cluster that answers, refuses or hangs as it is told, call by call. Thread-safe. */
final class FakeReads implements ClusterReads {
  private static final Comparator<ClusterEvent> WORST_FIRST =
      Comparator.comparing(ClusterEvent::isWarning)
          .thenComparing(ClusterEvent::lastSeen)
          .reversed();

  static final Resources SOME = new Resources(4_000L, 8_000L);

  private final Map<String, FailureKind> failing = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> hanging = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> calls = new ConcurrentHashMap<>();
  private final AtomicInteger inside = new AtomicInteger();
  volatile boolean mayList; // what a call forbids, as a proxy may
  volatile @Nullable Answer first; // the next one alone, as over a connection that has to be made
  volatile Answer answer = new Answer(Duration.ofMillis(20), Duration.ZERO);
  volatile PodCounts pods = new PodCounts(9, 1, 1, 0, 0, Map.of(), 3);
  volatile List<NodeInfo> nodes = List.of(node("a", true), node("b", true));
  volatile List<ClusterEvent> events = List.of();
  volatile List<String> parts = List.of("etcd"); // of the API server, that fail
  volatile List<String> scaledToZero = List.of();
  final Queue<ClusterEvent> next = new ConcurrentLinkedQueue<>(); // for who follows
  final Queue<String> followed = new ConcurrentLinkedQueue<>();
  private final AtomicInteger position = new AtomicInteger();
  volatile Set<String> unmeasured = Set.of();

  static NodeInfo node(String name, boolean good) {
    List<String> pressures = good ? List.of() : List.of("memory");
    return NodeInfoBuilder.builder()
        .name(name)
        .ready(true)
        .pressures(pressures)
        .schedulable(true)
        .version("v1.34.1")
        .capacity(SOME)
        .allocatable(SOME)
        .build();
  }

  static ClusterEvent event(String type, String object, String namespace, Instant last) {
    return ClusterEventBuilder.builder()
        .type(type)
        .reason("BackOff")
        .object(object)
        .namespace(namespace)
        .message("why")
        .count(1)
        .lastSeen(last)
        .build();
  }

  /** Lets a call fail from now on; {@code *} is every call. */
  void fail(String call, FailureKind kind) {
    failing.put(call, kind);
  }

  /** Lets a call succeed again. */
  void mend(String call) {
    failing.remove(call);
    CountDownLatch hung = hanging.remove(call);
    if (hung != null) {
      hung.countDown();
    }
  }

  /** Lets a call hang until it is mended, interrupted or out of time. */
  void hang(String call) {
    hanging.put(call, new CountDownLatch(1));
  }

  /** Returns how often it was called. */
  int calls(String call) {
    return calls.computeIfAbsent(call, absent -> new AtomicInteger()).get();
  }

  /** Returns how many calls are under way. */
  int inside() {
    return inside.get();
  }

  private void called(String call, Duration timeout) throws KubeException {
    calls.computeIfAbsent(call, absent -> new AtomicInteger()).incrementAndGet();
    CountDownLatch hung = hanging.get(call);
    if (hung != null) {
      inside.incrementAndGet();
      try {
        await(hung, timeout);
      } finally {
        inside.decrementAndGet();
      }
    }
    FailureKind kind = failing.getOrDefault(call, failing.get("*"));
    if (kind != null) {
      throw new KubeException(kind, call + ": " + kind.word());
    }
  }

  private static void await(CountDownLatch hung, Duration timeout) throws KubeException {
    try {
      if (!hung.await(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new KubeException(FailureKind.UNREACHABLE, "no answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubeException(FailureKind.UNREACHABLE, "interrupted", e);
    }
  }

  /** Makes a call whose answer does not matter: a server that says no is alive. */
  private boolean isAllowed(String call, Duration timeout) throws KubeException {
    try {
      called(call, timeout);
      return true;
    } catch (KubeException e) {
      FailureKind kind = e.failure().kind();
      if (kind == FailureKind.FORBIDDEN || kind == FailureKind.TARGET_MISSING) {
        return false;
      }
      throw e;
    }
  }

  private static Duration timeout(ClusterQuery query, Duration timeout) {
    return query.timeout() == null ? timeout : query.timeout();
  }

  private static int most(ClusterQuery query, int otherwise) {
    return query.limit() == 0 ? otherwise : Math.min(query.limit(), otherwise);
  }

  @Override
  public Answer probe(Duration timeout) throws KubeException {
    var _ = isAllowed("probe", timeout);
    Answer newest = first;
    first = null;
    return newest == null ? answer : newest;
  }

  @Override
  public String version(Duration timeout) throws KubeException {
    called("version", timeout);
    return "v1.34.1";
  }

  @Override
  public List<String> unreadyParts(Duration timeout) throws KubeException {
    return isAllowed("unreadyParts", timeout)
        ? parts.stream().map(part -> part + " failed").toList()
        : List.of();
  }

  @Override
  public List<String> unreadyServices(Duration timeout) throws KubeException {
    called("unreadyServices", timeout);
    return List.of();
  }

  @Override
  public List<NodeInfo> nodes(ClusterQuery query, Duration timeout) throws KubeException {
    called("nodes", timeout(query, timeout));
    return nodes.stream()
        .limit(most(query, Integer.MAX_VALUE))
        .sorted(Comparator.comparing(NodeInfo::name))
        .toList();
  }

  @Override
  public PodCounts pods(ClusterQuery query, Duration timeout) throws KubeException {
    called("pods", timeout(query, timeout));
    return pods;
  }

  @Override
  public EventList events(
      ClusterQuery query, int most, Map<String, Set<String>> pods, Duration timeout)
      throws KubeException {
    called("events", timeout(query, timeout));
    List<ClusterEvent> sorted = events.stream().sorted(WORST_FIRST).toList();
    Set<ClusterEvent> kept = new HashSet<>();
    sorted.stream().filter(event -> isOf(event, pods)).limit(most(query, most)).forEach(kept::add);
    sorted.stream().filter(event -> !isOf(event, pods)).limit(most(query, most)).forEach(kept::add);
    return new EventList(sorted.stream().filter(kept::contains).toList(), "list");
  }

  private static boolean isOf(ClusterEvent event, Map<String, Set<String>> pods) {
    return pods.getOrDefault(String.valueOf(event.namespace()), Set.of()).stream()
        .anyMatch(pod -> event.object().equals("pod/" + pod));
  }

  @Override
  public void follow(EventScope scope, @Nullable String from, EventReader reader)
      throws KubeException {
    followed.add(scope.namespace() + " from " + from);
    called("follow", Duration.ofMinutes(1));
    for (ClusterEvent event = next.poll(); event != null; event = next.poll()) {
      reader.onEvent(event);
      reader.onPosition(String.valueOf(position.incrementAndGet()));
    }
    called("followed", Duration.ofMinutes(1)); // the watch has ended
    silent(); // until it is followed no more
  }

  private void silent() throws KubeException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubeException(FailureKind.UNREACHABLE, "interrupted", e);
    }
  }

  @Override
  public List<String> scaledToZero(String namespace, String target, Duration timeout)
      throws KubeException {
    called("scaledToZero", timeout);
    return scaledToZero;
  }

  @Override
  public Map<String, Resources> nodeUsage(Duration timeout) throws KubeException {
    called("nodeUsage", timeout);
    return Map.of("a", new Resources(100L, 200L));
  }

  @Override
  public Map<String, Map<String, Resources>> podUsage(
      String namespace, Set<String> pods, Duration timeout) throws KubeException {
    called("podUsage " + namespace, timeout);
    Map<String, Map<String, Resources>> used = new TreeMap<>();
    pods.stream()
        .filter(pod -> !unmeasured.contains(pod))
        .forEach(pod -> used.put(pod, Map.of("app", new Resources(10L, 20L))));
    return used;
  }

  @Override
  public boolean isServed(String group, Duration timeout) throws KubeException {
    called("isServed " + group, timeout);
    return true;
  }

  @Override
  public boolean isAllowed(Access access, Duration timeout) throws KubeException {
    called("mayList " + access.resource(), timeout);
    String list = access.group().isEmpty() ? access.resource() : "nodeUsage";
    return mayList || failing.get(list) != FailureKind.FORBIDDEN;
  }
}
