package dev.localport.daemon.cluster;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.kube.KubeCluster;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A service that keeps what it is told. Thread-safe. */
final class FakeSubscriber implements ClusterSubscriber {
  private final String service;
  private final Consumer<String> all;
  final List<String> told = new CopyOnWriteArrayList<>();
  volatile ClusterHealthConfig config = ClusterHealthConfig.DEFAULT;
  volatile KubeCluster context = new Context("dev", "https://one");
  volatile @Nullable FailureKind kubeconfig;
  volatile @Nullable String namespace = "shop";
  volatile List<PodInfo> pods = List.of();
  volatile boolean session;
  volatile int priority;
  volatile long turn = Long.MAX_VALUE;
  final List<EventSign> signs = new CopyOnWriteArrayList<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final AtomicInteger troubles = new AtomicInteger();

  /** A cluster, and what it is asked by. */
  record Context(String name, String server, boolean isInsecure, ClusterReads reads)
      implements KubeCluster {
    /** Makes one that nobody asks: the manager is given what it asks by. */
    Context(String name, String server) {
      this(name, server, false, new FakeReads());
    }
  }

  FakeSubscriber(String service) {
    this(service, word -> {});
  }

  /** Makes a service that tells what it is told. */
  FakeSubscriber(String service, Consumer<String> all) {
    this.service = service;
    this.all = all;
  }

  /** Returns a pod of namespace {@code shop}. */
  static PodInfo pod(String name, String node) {
    return PodInfoBuilder.builder()
        .context("dev")
        .namespace("shop")
        .name(name)
        .phase("Running")
        .ready(true)
        .node(node)
        .build();
  }

  /** Returns how often it was told that its cluster answers, though it had not been called away. */
  int answers() {
    return answers.get();
  }

  /** Returns how often it was told that its cluster has trouble of its own. */
  int troubles() {
    return troubles.get();
  }

  /** Tells whether it takes its cluster for away. */
  boolean thinksAway() {
    return !told.isEmpty() && told.getLast().equals("away");
  }

  /** Tells whether it was told away, back, away and so on, and nothing twice. */
  boolean heardInTurn() {
    for (int i = 0; i < told.size(); i++) {
      if (!told.get(i).equals(i % 2 == 0 ? "away" : "back")) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public String resource() {
    return "service/" + service;
  }

  @Override
  public @Nullable String namespace() {
    return namespace;
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public long turn() {
    return turn;
  }

  @Override
  public ClusterHealthConfig config() {
    return config;
  }

  @Override
  public KubeCluster context() throws KubeException {
    FailureKind kind = kubeconfig;
    if (kind != null) {
      throw new KubeException(kind, kind.word());
    }
    return context;
  }

  @Override
  public List<PodInfo> pods() {
    return pods;
  }

  @Override
  public boolean hasSession() {
    return session;
  }

  @Override
  public void onAway(Failure why) {
    told.add("away");
    all.accept(service + " away");
  }

  @Override
  public void onBack() {
    told.add("back");
    all.accept(service + " back");
  }

  @Override
  public void onAnswers() {
    answers.incrementAndGet();
  }

  @Override
  public void onEvent(EventSign sign) {
    signs.add(sign);
  }

  @Override
  public void onTrouble() {
    troubles.incrementAndGet();
  }
}
