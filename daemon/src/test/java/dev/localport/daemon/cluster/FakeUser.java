package dev.localport.daemon.cluster;

import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.kube.ClusterReads;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeException;
import dev.localport.daemon.kube.TargetNames;
import dev.localport.daemon.kube.Targets;
import dev.localport.daemon.tunnel.Endpoint;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A service that keeps what it is told. Thread-safe. */
final class FakeUser implements ClusterUser, ClusterListener {
  private final String service;
  private final Consumer<String> all;
  final List<String> told = new CopyOnWriteArrayList<>();
  volatile ClusterHealthConfig config = ClusterHealthConfig.DEFAULT;
  volatile KubeContext context = new Context("dev", "https://one");
  volatile @Nullable FailureKind kubeconfig;
  volatile List<PodInfo> pods = List.of();
  volatile boolean session;
  volatile int priority;

  /** A kube context that has only a name and a server. */
  record Context(String name, String server) implements KubeContext {
    @Override
    public String route() {
      return server;
    }

    @Override
    public String namespace() {
      return "shop";
    }

    @Override
    public Endpoint endpoint() {
      throw new UnsupportedOperationException("no monitor opens tunnels");
    }

    @Override
    public Map<String, List<String>> headers() {
      throw new UnsupportedOperationException("no monitor sends requests of its own");
    }

    @Override
    public void credentialsRefused() {}

    @Override
    public Targets targets() {
      throw new UnsupportedOperationException("no monitor looks for targets");
    }

    @Override
    public ClusterReads reads() {
      throw new UnsupportedOperationException("a manager is given what it asks by");
    }

    @Override
    public TargetNames names() {
      throw new UnsupportedOperationException("no monitor looks for targets");
    }
  }

  FakeUser(String service) {
    this(service, word -> {});
  }

  /** Makes a service that tells what it is told. */
  FakeUser(String service, Consumer<String> all) {
    this.service = service;
    this.all = all;
  }

  /** Returns a pod of namespace {@code shop}. */
  static PodInfo pod(String name, String node) {
    return new PodInfo(
        "dev", "shop", name, "Running", true, false, null, node, null, List.of(), List.of(),
        List.of(), null, false);
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
  public String namespace() {
    return "shop";
  }

  @Override
  public int priority() {
    return priority;
  }

  @Override
  public ClusterHealthConfig config() {
    return config;
  }

  @Override
  public KubeContext context() throws KubeException {
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
  public ClusterListener listener() {
    return this;
  }

  @Override
  public void onAway() {
    told.add("away");
    all.accept(service + " away");
  }

  @Override
  public void onBack() {
    told.add("back");
    all.accept(service + " back");
  }
}
