package dev.localport.daemon.forward;

import dev.localport.api.ClusterStatus;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.config.ClusterConfigs;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.HealthCheckConfig;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.cluster.ClusterListener;
import dev.localport.daemon.cluster.ClusterUser;
import dev.localport.daemon.forward.upstream.UpstreamView;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A forward's tie to the monitor of its context: from its start to its stop it is one of the
 * monitor's users, hears when the cluster goes and comes, and says when it has trouble. {@link
 * #begin}, {@link #end}, {@link #trouble} and {@link #suspect} are the owner's; the rest is asked
 * from any thread.
 */
final class ClusterTie implements ClusterUser, ClusterListener {
  private static final Logger log = LoggerFactory.getLogger(ClusterTie.class);

  private static final Failure NO_ANSWER =
      new Failure(FailureKind.UNREACHABLE, "the cluster does not answer");

  private final ServiceConfig config;
  private final KubeShell shell;
  private final KubeContexts contexts;
  private final ClusterHealthManager clusters;
  private final Supplier<UpstreamView> upstream;
  private final Supplier<List<PodInfo>> pods;
  private final Consumer<Mail> owner;
  private volatile ClusterConfigs settings;
  private volatile @Nullable String context; // the one that holds, once it is known
  private volatile ClusterHealthManager.@Nullable Use use;
  private @Nullable Thread opening;

  /**
   * Makes one that is not tied yet.
   *
   * @param upstream what is open now
   * @param pods those behind the service, as they are known now
   * @param owner is told of the cluster as {@link Mail}
   */
  ClusterTie(
      ServiceConfig config,
      Surroundings from,
      ForwardParts parts,
      Supplier<UpstreamView> upstream,
      Supplier<List<PodInfo>> pods,
      Consumer<Mail> owner) {
    this.config = config;
    this.shell = from.shell();
    this.settings = from.clusters();
    this.contexts = parts.contexts();
    this.clusters = parts.clusters();
    this.upstream = upstream;
    this.pods = pods;
    this.owner = owner;
  }

  /** Tells whether a service does what its cluster's monitor says: contract A, cluster_aware. */
  static boolean isAware(ServiceConfig config) {
    HealthCheckConfig check = config.tuning().healthCheck();
    return check == null || check.clusterAware();
  }

  /**
   * Ties the forward, unless it is or will be; files are read for that, on another thread. A
   * kubeconfig that does not serve ties nothing: the attempts say why, and the next call tries
   * again.
   *
   * @param pinned the context that holds, or null for the configuration's
   */
  void begin(@Nullable String pinned) {
    if (use == null && opening == null) {
      context = pinned;
      opening = Thread.ofVirtual().name("tie-" + config.name()).start(this::open);
    }
  }

  private void open() {
    try {
      ClusterHealthManager.Use opened = clusters.use(this);
      owner.accept(new Mail.Tied(opened, String.valueOf(context)));
    } catch (KubeException e) {
      log.atDebug()
          .addKeyValue("service", config.name())
          .addKeyValue("why", e.failure().message())
          .log("no monitor: the context cannot be opened");
      owner.accept(new Mail.Tied(null, null));
    }
  }

  /** Takes what the opening came to; a forward that was stopped meanwhile gives it up. */
  void tied(Mail.Tied mail) {
    boolean isWanted = opening != null;
    opening = null;
    if (isWanted) {
      use = mail.use();
    } else {
      mail.dropped();
    }
  }

  /** Unties the forward: it was stopped. */
  void end() {
    opening = null;
    ClusterHealthManager.Use last = use;
    use = null;
    if (last != null) {
      last.close();
    }
  }

  /** Takes how clusters are watched over from now on; who reloads tells the monitors. */
  void settings(ClusterConfigs now) {
    settings = now;
  }

  /** Tells whether nothing is worth trying in a cluster: its monitor says that it is away. */
  boolean isAway(KubeContext in) {
    ClusterHealthManager.Use tied = use;
    boolean away = tied == null ? !clusters.isHealthy(in.name()) : tied.isAway();
    return away && isAware(config);
  }

  /** Tells whether the forward's cluster is there, as far as its monitor knows. */
  boolean isThere() {
    ClusterHealthManager.Use tied = use;
    return tied == null || !tied.isAway();
  }

  /** Returns what the monitor saw of the cluster last. */
  Failure whyAway() {
    String held = context;
    Failure seen =
        held == null ? null : clusters.clusterInfo(held).map(ClusterStatus::error).orElse(null);
    return seen == null ? NO_ANSWER : seen;
  }

  /** Says that an attempt or a session failed: the cluster may know why. */
  void trouble() {
    ClusterHealthManager.Use tied = use;
    if (tied != null) {
      tied.trouble();
    }
  }

  /** Says that the cluster may be away: nobody answered. */
  void suspect() {
    ClusterHealthManager.Use tied = use;
    if (tied != null) {
      tied.suspect();
    }
  }

  @Override
  public String service() {
    return config.name();
  }

  @Override
  public String resource() {
    return config.target().toString();
  }

  @Override
  public @Nullable String namespace() {
    return upstream.get().namespace();
  }

  @Override
  public int priority() {
    return config.start().priority();
  }

  @Override
  public ClusterHealthConfig config() {
    return settings.of(context);
  }

  @Override
  public KubeContext context() throws KubeException {
    String held = context;
    KubeContext opened = contexts.open(shell, held == null ? config.target().context() : held);
    context = opened.name();
    return opened;
  }

  @Override
  public List<PodInfo> pods() {
    return config.clusterHealth().monitorPod() ? pods.get() : List.of();
  }

  @Override
  public boolean hasSession() {
    return !upstream.get().sessions().isEmpty();
  }

  @Override
  public ClusterListener listener() {
    return this;
  }

  @Override
  public void onAway() {
    owner.accept(new Mail.Plain(new ForwardEvent.ClusterAway(whyAway())));
  }

  @Override
  public void onBack() {
    owner.accept(new Mail.Plain(new ForwardEvent.ClusterBack()));
  }

  @Override
  public void onAnswers() {
    owner.accept(new Mail.ServerAnswers());
  }
}
