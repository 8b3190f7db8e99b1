package dev.localport.daemon.kube;

import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Watches the pods behind one target and tells what changes for connections: a pod begins to serve,
 * or ends. One virtual thread owns it; {@link #close} and {@link #refresh} may be called from any
 * thread.
 *
 * <p>The list is read first, and the watch goes on from its version. A watch that the server ends,
 * as it does every few minutes, is resumed from the newest version that was seen; where that is too
 * old (410), or the cluster was away, the list is read again, so nothing that happened in between
 * is missed. A server sends a bookmark each minute: a watch without a word for longer is dead, as
 * after a cut in the network that nobody told of. Where the cluster allows {@code list} and not
 * {@code watch}, the list is read every ten seconds.
 */
final class PodWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PodWatch.class);
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration SILENT = Duration.ofMinutes(3);
  private static final int PENDING = 256;

  private final FabricContext context;
  private final Targets targets;
  private final ResolvedTarget target;
  private final PodListener listener;
  private final Map<String, PodView> serving = new HashMap<>();
  private final Set<String> leaving = new HashSet<>(); // told to serve no more, and still there
  private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(PENDING);
  private final Thread owner;
  private @Nullable String version; // the owner's: null, where the list has to be read
  private boolean away; // the owner's: the cluster may have been away since the last list

  private sealed interface Change {
    record Seen(PodView pod, String version) implements Change {}

    record Deleted(String pod, String version) implements Change {}

    record Bookmark(String version) implements Change {}

    record Ended() implements Change {}

    record TooOld() implements Change {}

    record RefreshAsked() implements Change {}
  }

  PodWatch(FabricContext context, Targets targets, ResolvedTarget target, PodListener listener) {
    this.context = context;
    this.targets = targets;
    this.target = target;
    this.listener = listener;
    this.owner = Thread.ofVirtual().name("pods-" + target.text()).start(this::run);
  }

  private void run() {
    try {
      while (true) {
        pause(round());
      }
    } catch (InterruptedException e) {
      // close() asked: the only way out of the loop
    }
  }

  /**
   * Waits so long, unless somebody wants to know at once; what a watch says late counts as that.
   */
  private void pause(Duration time) throws InterruptedException {
    if (time.isPositive()) {
      changes.clear();
      Change _ = changes.poll(time.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  /** Lists where that is needed, then watches; returns how long to wait before the next round. */
  private Duration round() throws InterruptedException {
    changes.clear();
    try {
      String from = version == null ? relist() : version;
      try (Watch watch = open(from)) {
        if (watch == null) {
          version = null;
          return POLL;
        }
        return follow();
      }
    } catch (KubeException | KubernetesClientException e) {
      version = null;
      away = true;
      line().addKeyValue("why", e.getMessage()).log("pods cannot be followed");
      return POLL; // the cluster does not answer: whoever dials finds out why
    }
  }

  private String relist() throws KubeException {
    Targets.Listed listed = targets.list(target);
    reconcile(listed.pods());
    listener.onListed(Set.copyOf(serving.keySet()));
    away = false;
    version = listed.version();
    return listed.version();
  }

  /** Takes what the watch tells until it ends. */
  private Duration follow() throws InterruptedException {
    while (true) {
      Change change = changes.poll(SILENT.toSeconds(), TimeUnit.SECONDS);
      switch (change) {
        case Change.Seen(PodView pod, String at) -> {
          seen(pod);
          version = at;
        }
        case Change.Deleted(String pod, String at) -> {
          deleted(pod);
          version = at;
        }
        case Change.Bookmark(String at) -> version = at;
        case Change.Ended() -> {
          line().log("watch ended");
          return PAUSE;
        }
        case Change.TooOld _, Change.RefreshAsked _ -> {
          version = null;
          return Duration.ZERO;
        }
        case null -> {
          line().log("watch silent");
          version = null;
          away = true;
          return Duration.ZERO;
        }
      }
    }
  }

  private LoggingEventBuilder line() {
    return log.atDebug().addKeyValue("target", target.text());
  }

  private @Nullable Watch open(String from) throws KubeException {
    ListOptions options =
        new ListOptionsBuilder().withResourceVersion(from).withAllowWatchBookmarks(true).build();
    try {
      var pods = context.client().pods().inNamespace(target.namespace());
      return target.podName() == null
          ? pods.withLabelSelector(target.selector()).watch(options, new Feed())
          : pods.withName(target.podName()).watch(options, new Feed());
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return null;
      }
      throw KubeFailures.of(context, e);
    }
  }

  private void reconcile(List<PodView> pods) {
    Set<String> known = new HashSet<>(leaving);
    known.addAll(serving.keySet());
    for (String name : known) {
      if (pods.stream().noneMatch(pod -> pod.name().equals(name))) {
        deleted(name);
      }
    }
    pods.forEach(this::seen);
  }

  private void seen(PodView pod) {
    PodView known = serving.get(pod.name());
    if (known != null && !known.uid().equals(pod.uid())) {
      ended(pod.name(), "it was replaced");
      deleted(pod.name());
      known = null;
    }
    if (pod.serves(target.runningIsEnough())) {
      serving.put(pod.name(), pod);
      leaving.remove(pod.name());
      if (known == null || away) {
        listener.onReady(pod);
      }
    } else if (known != null) {
      ended(pod.name(), pod.deleting() ? "it is being deleted" : "it is not Ready any more");
    }
  }

  private void ended(String pod, String why) {
    if (serving.remove(pod) != null) {
      leaving.add(pod);
      listener.onGone(pod, why);
    }
  }

  private void deleted(String pod) {
    ended(pod, "it was deleted");
    if (leaving.remove(pod)) {
      listener.onDeleted(pod);
    }
  }

  /**
   * Reads the list again at once: what the watch would tell may never come, as after a wake or a
   * lost session.
   */
  public void refresh() {
    offer(new Change.RefreshAsked());
  }

  /** A full queue ends the watch, and the list is read again. */
  private void offer(Change change) {
    if (!changes.offer(change)) {
      changes.clear();
      var _ = changes.offer(new Change.TooOld());
    }
  }

  @Override
  public void close() {
    owner.interrupt();
  }

  /** Takes what the client's watch delivers. */
  private final class Feed implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      String at = pod.getMetadata().getResourceVersion();
      offer(
          switch (action) {
            case ADDED, MODIFIED -> new Change.Seen(PodViews.of(pod), at);
            case DELETED -> new Change.Deleted(pod.getMetadata().getName(), at);
            case BOOKMARK -> new Change.Bookmark(at);
            case ERROR -> new Change.TooOld();
          });
    }

    @Override
    public void onClose(WatcherException cause) {
      offer(cause.isHttpGone() ? new Change.TooOld() : new Change.Ended());
    }

    @Override
    public void onClose() {
      offer(new Change.Ended());
    }
  }
}
