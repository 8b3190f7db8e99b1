package dev.localport.daemon.kube;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The watches of one context: who follows the same pods shares one. Each takes a connection to the
 * API server, and ten services of one target are nothing rare. Thread-safe.
 *
 * <p>Whoever joins a watch that runs is told at once what others were told before. Listeners are
 * told under the lock, so that nobody hears of an end before its beginning; they must not block.
 */
final class PodWatches {
  private final FabricContext context;

  @GuardedBy("this")
  private final Map<Key, Shared> shared = new HashMap<>();

  PodWatches(FabricContext context) {
    this.context = context;
  }

  /** What makes the pods the same. */
  private record Key(
      String namespace, @Nullable String pod, @Nullable String selector, boolean runningIsEnough) {
    static Key of(ResolvedTarget target) {
      return new Key(
          target.namespace(), target.podName(), target.selector(), target.runningIsEnough());
    }
  }

  /** Follows the pods behind a target until the end is asked for. */
  synchronized PodFollowing follow(ResolvedTarget target, PodListener listener) {
    Key key = Key.of(target);
    Shared watch = shared.get(key);
    if (watch == null) {
      watch = new Shared(target);
      shared.put(key, watch);
    }
    return watch.join(key, listener);
  }

  private synchronized void leave(Key key, Shared watch, Following following) {
    if (watch.followers.remove(following) && watch.followers.isEmpty()) {
      watch.pods.close();
      shared.remove(key, watch);
    }
  }

  private final class Following implements PodFollowing {
    private final Key key;
    private final Shared watch;
    private final PodListener listener;

    Following(Key key, Shared watch, PodListener listener) {
      this.key = key;
      this.watch = watch;
      this.listener = listener;
    }

    @Override
    public void refresh() {
      watch.pods.refresh();
    }

    @Override
    public void close() {
      leave(key, watch, this);
    }
  }

  /** One watch, what it has told, and who follows it. */
  private final class Shared implements PodListener {
    private final List<Following> followers = new ArrayList<>();
    private final Map<String, PodView> serving = new HashMap<>();
    private final PodWatch pods;
    private boolean listed;

    Shared(ResolvedTarget target) {
      pods = new PodWatch(context, new Targets(context), target, this);
    }

    /** Called under the lock. */
    Following join(Key key, PodListener listener) {
      Following following = new Following(key, this, listener);
      followers.add(following);
      if (listed) {
        serving.values().forEach(listener::onReady);
        listener.onListed(Set.copyOf(serving.keySet()));
      }
      return following;
    }

    @Override
    public void onReady(PodView pod) {
      synchronized (PodWatches.this) {
        serving.put(pod.name(), pod);
        followers.forEach(each -> each.listener.onReady(pod));
      }
    }

    @Override
    public void onGone(String pod, String why) {
      synchronized (PodWatches.this) {
        serving.remove(pod);
        followers.forEach(each -> each.listener.onGone(pod, why));
      }
    }

    @Override
    public void onDeleted(String pod) {
      synchronized (PodWatches.this) {
        followers.forEach(each -> each.listener.onDeleted(pod));
      }
    }

    @Override
    public void onListed(Set<String> names) {
      synchronized (PodWatches.this) {
        listed = true;
        followers.forEach(each -> each.listener.onListed(names));
      }
    }
  }
}
