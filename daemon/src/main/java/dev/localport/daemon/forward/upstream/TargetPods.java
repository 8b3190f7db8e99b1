package dev.localport.daemon.forward.upstream;

import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.upstream.PodDialer.AttemptException;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.PodListener;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.PodWatch;
import dev.localport.daemon.kube.ResolvedTarget;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The pods behind a forward's target: the watch over them, and which of them serve. Used by the
 * forward's owner alone, except for {@link #monitored}; what happens elsewhere comes as {@link
 * UpstreamNews}.
 */
final class TargetPods {
  private static final int REMEMBERED = 64;

  private ServiceConfig config;
  private final PodDialer dialer;
  private final Consumer<UpstreamNews> owner;
  private final Set<String> ready = new HashSet<>();
  private final Set<String> gone = new LinkedHashSet<>(); // the newest of those that left
  private @Nullable KubeContext context;
  private @Nullable ResolvedTarget target;
  private volatile @Nullable PodWatch watch;
  private volatile @Nullable PodWatch others; // those that the user wants to be monitored instead
  private @Nullable Thread lookingUp;

  TargetPods(ServiceConfig config, PodDialer dialer, Consumer<UpstreamNews> owner) {
    this.config = config;
    this.dialer = dialer;
    this.owner = owner;
  }

  /** Follows the pods of a target from now on; where they are followed already, nothing changes. */
  void follow(KubeContext newContext, ResolvedTarget newTarget) {
    if (!newTarget.equals(target) || !newContext.equals(context)) {
      stop();
      context = newContext;
      target = newTarget;
      watch = newContext.targets().watch(newTarget, new WatchNews());
      followOthers();
    }
  }

  private void followOthers() {
    String selector = config.clusterHealth().podSelector();
    KubeContext in = context;
    ResolvedTarget own = target;
    if (selector != null && in != null && own != null) {
      ResolvedTarget chosen =
          new ResolvedTarget(own.text(), own.namespace(), null, selector, false, List.of());
      others = in.targets().watch(chosen, PodListener.NONE);
    }
  }

  /** Takes another configuration; the pods behind the target are followed without a break. */
  void configure(ServiceConfig now) {
    boolean same = now.clusterHealth().equals(config.clusterHealth());
    config = now;
    if (!same) {
      close(others);
      others = null;
      followOthers();
    }
  }

  /** Checks the pods again: the watch may never report them. */
  void refresh() {
    PodWatch now = watch;
    if (now != null) {
      now.refresh();
    }
  }

  /** Looks at the pods if there is no watch. */
  void look() {
    PodWatch now = watch;
    if (now != null) {
      now.look();
    }
  }

  /**
   * Returns the pods that the cluster's monitor looks at, as they were last reported. Any thread
   * may ask.
   */
  List<PodInfo> monitored() {
    PodWatch chosen = others;
    PodWatch own = watch;
    return chosen != null ? chosen.pods() : own == null ? List.of() : own.pods();
  }

  /** No longer follows pods. */
  void stop() {
    ready.clear();
    gone.clear();
    target = null;
    close(watch);
    watch = null;
    close(others);
    others = null;
  }

  private static void close(@Nullable PodWatch watch) {
    if (watch != null) {
      watch.close();
    }
  }

  void serves(String pod) {
    ready.add(pod);
    gone.remove(pod);
  }

  void gone(String pod) {
    ready.remove(pod);
    gone.add(pod);
    if (gone.size() > REMEMBERED) {
      gone.remove(gone.iterator().next());
    }
  }

  /** Returns whether a pod has left: an attempt may have chosen it a moment before. */
  boolean hasLeft(String pod) {
    return gone.contains(pod);
  }

  /** Returns the names of the pods that serve, as far as the watch has reported. */
  Set<String> ready() {
    return Set.copyOf(ready);
  }

  /**
   * Asks the cluster whether the pod in a connection's error is still usable; one question at a
   * time.
   */
  void lookUp(String pod) {
    KubeContext in = context;
    ResolvedTarget behind = target;
    if (in == null || behind == null || (lookingUp != null && lookingUp.isAlive())) {
      return;
    }
    lookingUp =
        Thread.ofVirtual().name("look-" + config.name()).start(() -> lookUp(in, behind, pod));
  }

  private void lookUp(KubeContext in, ResolvedTarget behind, String pod) {
    try {
      String serving = dialer.choose(in, behind, pods -> preferred(pods, pod)).pod().name();
      if (!serving.equals(pod)) {
        owner.accept(new UpstreamNews.PodGone(pod, "it can no longer be used"));
      }
    } catch (AttemptException e) {
      if (e.failure().kind() == FailureKind.NO_READY_POD
          || e.failure().kind() == FailureKind.TARGET_MISSING) {
        owner.accept(new UpstreamNews.PodGone(pod, e.failure().message()));
      }
    }
  }

  /** Returns the pod of a name where it is among them, else the first. */
  static PodView preferred(List<PodView> pods, @Nullable String name) {
    return pods.stream().filter(pod -> pod.name().equals(name)).findFirst().orElse(pods.getFirst());
  }

  /**
   * Chooses the pod for one more session.
   *
   * @param used the pods that sessions lead to, one name for each
   * @param balance whether connections go to all pods, or stay with the first
   */
  static PodView next(List<PodView> serving, List<String> used, boolean balance) {
    return balance
        ? serving.stream()
            .min(Comparator.comparingLong(pod -> used.stream().filter(pod.name()::equals).count()))
            .orElse(serving.getFirst())
        : preferred(serving, used.getFirst());
  }

  /** What the watch reports, on its own thread. */
  private final class WatchNews implements PodListener {
    @Override
    public void onReady(PodView pod) {
      owner.accept(new UpstreamNews.PodReady(pod));
    }

    @Override
    public void onGone(String pod, String why) {
      owner.accept(new UpstreamNews.PodGone(pod, why));
    }

    @Override
    public void onDeleted(String pod) {
      owner.accept(new UpstreamNews.PodDeleted(pod));
    }

    @Override
    public void onListed(Set<String> serving) {
      owner.accept(new UpstreamNews.PodsListed(serving));
    }
  }
}
