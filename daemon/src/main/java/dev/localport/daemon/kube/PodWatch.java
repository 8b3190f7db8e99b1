package dev.localport.daemon.kube;

import dev.localport.api.PodInfo;
import dev.localport.daemon.kube.reads.PodFeed;
import dev.localport.daemon.kube.reads.PodFeeds;
import dev.localport.daemon.kube.reads.PodReader;
import io.fabric8.kubernetes.api.model.Pod;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Follows the pods behind one target and reports what changes for connections: a pod becomes
 * usable, or ends. All targets of a namespace share its {@link PodFeed}, which notifies it on its
 * thread; {@link #close}, {@link #refresh} and {@link #pods} may be called from any.
 *
 * <p>If the user may only get one named pod, and not list the namespace, that pod is followed by
 * itself.
 */
public final class PodWatch implements AutoCloseable {
  /** So many pods behind one target are followed: others are ignored. */
  static final int MOST = 2_000;

  private final String context;
  private final PodFeeds feeds;
  private final ResolvedTarget target;
  private final PodListener listener;
  private final Predicate<Pod> isBehind;
  private final Map<String, PodView> views = new HashMap<>();
  private final Set<String> serving = new HashSet<>();
  private final Set<String> leaving = new HashSet<>(); // reported as unusable, and still there
  private final Map<String, PodInfo> known = new TreeMap<>();
  private final Following following = new Following();
  private final InstantSource clock;
  private volatile List<PodInfo> pods = List.of();
  private volatile Told told = new Told(Instant.EPOCH, false);
  private PodFeed.Scope scope; // guarded by this
  private boolean closed; // guarded by this
  private boolean away; // the feed's thread's: the cluster may have been offline meanwhile

  /** When the pods were known last, and whether they may have changed since. */
  private record Told(Instant at, boolean stale) {}

  PodWatch(
      String context,
      PodFeeds feeds,
      ResolvedTarget target,
      PodListener listener,
      InstantSource clock) {
    this.context = context;
    this.clock = clock;
    this.feeds = feeds;
    this.target = target;
    this.listener = listener;
    this.isBehind = behind(target);
    this.scope = new PodFeed.Scope(target.namespace(), null);
    feeds.add(scope, following);
  }

  private static Predicate<Pod> behind(ResolvedTarget target) {
    String name = target.podName();
    if (name != null) {
      return pod -> name.equals(pod.getMetadata().getName());
    }
    String selector = target.selector() == null ? "" : target.selector();
    return LabelTerms.parse(selector)
        .<Predicate<Pod>>map(terms -> pod -> terms.select(labels(pod)) && target.isOwned(pod))
        .orElse(pod -> false); // the API refuses it, and the dialer reports that
  }

  private static Map<String, String> labels(Pod pod) {
    Map<String, String> labels = pod.getMetadata().getLabels();
    return labels == null ? Map.of() : labels;
  }

  /** Returns the pods behind the target as last reported, by name, and when that was. */
  public List<PodInfo> pods() {
    Told now = told;
    return pods.stream().map(pod -> pod.reported(now.at(), now.stale())).toList();
  }

  private void publish() {
    pods = List.copyOf(known.values());
    told = new Told(clock.instant(), false);
  }

  private void seen(Pod whole) {
    PodView pod = noted(whole);
    if (pod != null) {
      settle(pod, away);
      settleOthers(pod.name());
      settleEnd(whole);
    }
  }

  /** Returns the pod as it is known from now on; null for one too many. */
  private @Nullable PodView noted(Pod whole) {
    String name = whole.getMetadata().getName();
    if (known.size() >= MOST && !known.containsKey(name)) {
      return null;
    }
    PodView pod = PodViews.of(whole);
    PodView before = views.get(pod.name());
    if (before != null && !before.uid().equals(pod.uid())) {
      ended(pod.name(), "it was replaced");
      gone(pod.name());
    }
    known.put(pod.name(), PodInfos.of(context, whole));
    views.put(pod.name(), pod);
    return pod;
  }

  private void settleEnd(Pod whole) {
    String name = whole.getMetadata().getName();
    boolean isDeleting = whole.getMetadata().getDeletionTimestamp() != null;
    if (isDeleting && PodViews.hasEnded(whole) && leaving.remove(name)) {
      listener.onDeleted(name); // the object itself may stay for a while
    }
  }

  /** Reports what became of a pod; {@code again} also reports one that is as usable as before. */
  private void settle(PodView pod, boolean again) {
    boolean served = serving.contains(pod.name());
    if (target.serves(pod, views.values())) {
      serving.add(pod.name());
      leaving.remove(pod.name());
      if (!served || again) {
        listener.onReady(pod);
      }
    } else if (served) {
      ended(pod.name(), pod.deleting() ? "it is being deleted" : "it is no longer Ready");
    }
  }

  /** Where a pod changed, another may be a last resort now, or no longer. */
  private void settleOthers(String changed) {
    for (PodView other : List.copyOf(views.values())) {
      if (!other.ready() && other.allReady() && !other.name().equals(changed)) {
        settle(other, false);
      }
    }
  }

  private void ended(String pod, String why) {
    if (serving.remove(pod)) {
      leaving.add(pod);
      listener.onGone(pod, why);
    }
  }

  private void gone(String pod) {
    known.remove(pod);
    views.remove(pod);
    ended(pod, "it was deleted");
    if (leaving.remove(pod)) {
      listener.onDeleted(pod);
    }
  }

  /**
   * Has the list read again at once: notifications of the watch may never arrive, as after a wake
   * or a lost session.
   */
  public void refresh() {
    feeds.refresh(scope());
  }

  /** Has the list read again soon, if there is no watch. */
  public void look() {
    feeds.look(scope());
  }

  private synchronized PodFeed.Scope scope() {
    return scope;
  }

  private synchronized void move(PodFeed.Scope next) {
    if (!closed && !next.equals(scope)) {
      feeds.remove(scope, following);
      scope = next;
      feeds.add(next, following);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    feeds.remove(scope, following);
  }

  /** What the feed reports, on its thread. */
  private final class Following implements PodReader {
    @Override
    public boolean wants(Pod pod) {
      return isBehind.test(pod);
    }

    @Override
    public void onList(List<Pod> all, boolean wasAway) {
      away = wasAway;
      Set<String> before = new HashSet<>(known.keySet());
      all.forEach(pod -> before.remove(pod.getMetadata().getName()));
      before.forEach(PodWatch.this::gone);
      List<Pod> kept = all.stream().filter(pod -> noted(pod) != null).toList();
      for (Pod pod : kept) { // all are known first: whether one is a last resort depends on them
        settle(Objects.requireNonNull(views.get(pod.getMetadata().getName())), away);
        settleEnd(pod);
      }
      away = false;
      publish();
      listener.onListed(Set.copyOf(serving));
    }

    @Override
    public void onSeen(Pod pod) {
      if (wants(pod)) {
        seen(pod);
        publish();
      } else {
        onDeleted(pod.getMetadata().getName()); // its labels have changed
      }
    }

    @Override
    public void onDeleted(String pod) {
      if (known.containsKey(pod)) {
        gone(pod);
        settleOthers(pod);
        publish();
      }
    }

    @Override
    public void onCurrent() {
      told = new Told(clock.instant(), false);
    }

    @Override
    public void onLost() {
      told = new Told(told.at(), true);
    }

    @Override
    public void onForbidden() {
      String pod = target.podName();
      if (pod != null) {
        move(new PodFeed.Scope(target.namespace(), pod));
      }
    }
  }
}
