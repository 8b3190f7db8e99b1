package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.PodInfo;
import dev.localport.config.ClusterConfigs;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.HealthCheckConfig;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.cluster.ClusterSubscriber;
import dev.localport.daemon.cluster.ClusterSubscription;
import dev.localport.daemon.cluster.EventSign;
import dev.localport.daemon.forward.rules.ForwardEvent;
import dev.localport.daemon.forward.upstream.ClusterGate;
import dev.localport.daemon.forward.upstream.UpstreamView;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A forward's tie to the monitor of its context: from its start to its stop it is one of the
 * monitor's users, is notified when the cluster goes offline and comes back, and reports trouble
 * with it. {@link #join}, {@link #joined}, {@link #leave}, {@link #trouble} and {@link #suspect}
 * are the owner's; the rest is asked from any thread.
 */
final class ClusterTie implements ClusterSubscriber, ClusterGate {
  private static final Logger log = LoggerFactory.getLogger(ClusterTie.class);

  private volatile ServiceConfig config;
  private final KubeShell shell;
  private final KubeContexts contexts;
  private final ClusterHealthManager clusters;
  private final Supplier<UpstreamView> upstream;
  private final Supplier<List<PodInfo>> pods;
  private final OwnerThread owner;
  private final Consumer<ForwardMessage> mailbox;
  private final Watcher watcher;
  private volatile ClusterConfigs settings;
  private volatile @Nullable String context; // the one that holds, once it is known
  private volatile @Nullable ClusterSubscription subscription;
  private @Nullable Thread opening;

  /**
   * Listeners that take part in what the monitor reports.
   *
   * @param beforeBack is run before the forward is notified that its cluster is back; must not
   *     block
   * @param turn see {@link ClusterSubscriber#turn}
   */
  record Watcher(Runnable beforeBack, LongSupplier turn) {}

  /**
   * Creates one that is not tied yet.
   *
   * @param upstream what is open now
   * @param pods those behind the service, as they are known now
   * @param mailbox takes what the monitor reports
   */
  ClusterTie(
      ServiceConfig config,
      ForwardOrigin from,
      ForwardParts parts,
      Supplier<UpstreamView> upstream,
      Supplier<List<PodInfo>> pods,
      OwnerThread owner,
      Consumer<ForwardMessage> mailbox,
      Watcher watcher) {
    this.config = config;
    this.shell = from.shell();
    this.settings = from.clusters();
    this.contexts = parts.contexts();
    this.clusters = parts.clusters();
    this.upstream = upstream;
    this.pods = pods;
    this.owner = owner;
    this.mailbox = mailbox;
    this.watcher = watcher;
  }

  /** Takes another configuration, which leads to the same cluster. */
  void configure(ServiceConfig now) {
    owner.check();
    config = now;
  }

  /** Returns whether a service does what its cluster's monitor says: {@code cluster_aware}. */
  static boolean isAware(ServiceConfig config) {
    HealthCheckConfig check = config.tuning().healthCheck();
    return check == null || check.clusterAware();
  }

  /**
   * Subscribes to the monitor, unless the forward has or is about to; files are read for that, on
   * another thread. A kubeconfig that does not serve ties nothing: the attempts say why, and the
   * next call tries again.
   *
   * @param pinned the context that holds, or null for the configuration's
   */
  void join(@Nullable String pinned) {
    owner.check();
    if (subscription == null && opening == null) {
      context = pinned;
      opening = Thread.ofVirtual().name("tie-" + config.name()).start(this::open);
    }
  }

  private void open() {
    try {
      ClusterSubscription opened = clusters.subscribe(this);
      mailbox.accept(new ForwardMessage.ClusterJoined(opened, String.valueOf(context)));
    } catch (KubeException e) {
      log.atDebug()
          .addKeyValue("service", config.name())
          .addKeyValue("why", e.failure().message())
          .log("no monitor: the context cannot be opened");
      mailbox.accept(new ForwardMessage.ClusterJoined(null, null));
    } catch (RuntimeException | Error e) { // all of it: another call must be able to try again
      log.atError().addKeyValue("service", config.name()).setCause(e).log("no monitor: bug");
      mailbox.accept(new ForwardMessage.ClusterJoined(null, null));
    }
  }

  /** Takes what the opening came to; a forward that was stopped meanwhile gives it up. */
  void joined(ForwardMessage.ClusterJoined message) {
    owner.check();
    boolean isWanted = opening != null;
    opening = null;
    if (isWanted) {
      subscription = message.subscription();
    } else {
      message.dropped();
    }
  }

  /** Leaves the monitor: the forward was stopped. */
  void leave() {
    owner.check();
    opening = null;
    ClusterSubscription last = subscription;
    subscription = null;
    if (last != null) {
      last.close();
    }
  }

  /** Takes how clusters are watched over from now on; the reload itself notifies the monitors. */
  void settings(ClusterConfigs now) {
    settings = now;
  }

  @Override
  public boolean isAway(KubeContext in) {
    ClusterSubscription joined = subscription;
    boolean away = joined == null ? clusters.isAway(in) : joined.isAway();
    return away && isAware(config);
  }

  @Override
  public @Nullable Failure away() {
    ClusterSubscription joined = subscription;
    return joined == null ? null : joined.away();
  }

  /** Returns whether the forward's cluster is there, as far as its monitor knows. */
  boolean isThere() {
    return away() == null;
  }

  /** Says that an attempt or a session failed: the cluster may know why. */
  void trouble() {
    owner.check();
    ClusterSubscription tied = subscription;
    if (tied != null) {
      tied.trouble();
    }
  }

  /** Has the monitor look at the cluster now; from any thread. */
  void look() {
    ClusterSubscription tied = subscription;
    if (tied != null) {
      tied.suspect();
    }
  }

  /** Reports that the cluster may be unreachable: no server answered. */
  void suspect() {
    owner.check();
    look();
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
  public void onAway(Failure why) {
    mailbox.accept(new ForwardMessage.Happened(new ForwardEvent.ClusterAway(why)));
  }

  @Override
  public long turn() {
    return watcher.turn().getAsLong();
  }

  @Override
  public void onBack() {
    try {
      watcher.beforeBack().run(); // first, so that one attempt covers both
    } finally {
      mailbox.accept(new ForwardMessage.Happened(new ForwardEvent.ClusterBack()));
    }
  }

  @Override
  public void onAnswers() {
    mailbox.accept(new ForwardMessage.ServerAnswers());
  }

  @Override
  public void onEvent(EventSign sign) {
    mailbox.accept(new ForwardMessage.ClusterEventSeen(sign));
  }

  @Override
  public void onTrouble() {
    mailbox.accept(new ForwardMessage.ClusterTroubled());
  }
}
