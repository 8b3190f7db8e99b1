package dev.localport.daemon.kube;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches the pods behind one target and tells what changes for connections: a pod begins to serve,
 * or ends. One virtual thread owns it; {@link #close} may be called from any thread.
 *
 * <p>The list is read first and again after each end of the watch, so nothing that happened in
 * between is missed. Where the cluster allows {@code list} and not {@code watch}, the list is read
 * every ten seconds.
 */
public final class PodWatch implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(PodWatch.class);
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int PENDING = 256;

  private final FabricContext context;
  private final Targets targets;
  private final ResolvedTarget target;
  private final PodListener listener;
  private final Map<String, PodView> serving = new HashMap<>();
  private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(PENDING);
  private final Thread owner;
  private boolean away; // the owner's: the cluster may have been away since the last list

  private sealed interface Change {
    record Seen(PodView pod) implements Change {}

    record Deleted(String pod) implements Change {}

    record Ended() implements Change {}
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
        TimeUnit.MILLISECONDS.sleep(round().toMillis());
      }
    } catch (InterruptedException e) {
      // close() asked: the only way out of the loop
    }
  }

  /** Lists, then watches until the watch ends; returns how long to wait before the next round. */
  private Duration round() throws InterruptedException {
    changes.clear();
    try (Watch watch = open()) {
      reconcile(targets.pods(target));
      away = false;
      while (watch != null) {
        switch (changes.take()) {
          case Change.Seen(PodView pod) -> seen(pod);
          case Change.Deleted(String pod) -> ended(pod, "it was deleted");
          case Change.Ended() -> {
            away = true;
            log.atDebug().addKeyValue("target", target.text()).log("watch ended");
            return PAUSE;
          }
        }
      }
      return POLL;
    } catch (KubeException | KubernetesClientException e) {
      away = true;
      log.atDebug()
          .addKeyValue("target", target.text())
          .addKeyValue("why", e.getMessage())
          .log("pods cannot be followed");
      return POLL; // the cluster does not answer: whoever dials finds out why
    }
  }

  private @Nullable Watch open() throws KubeException {
    try {
      var pods = context.client().pods().inNamespace(target.namespace());
      return target.podName() == null
          ? pods.withLabelSelector(target.selector()).watch(new Feed())
          : pods.withName(target.podName()).watch(new Feed());
    } catch (KubernetesClientException e) {
      if (e.getCode() == 403) {
        return null;
      }
      throw KubeFailures.of(context, e);
    }
  }

  private void reconcile(List<PodView> pods) {
    for (String known : List.copyOf(serving.keySet())) {
      if (pods.stream().noneMatch(pod -> pod.name().equals(known))) {
        ended(known, "it was deleted");
      }
    }
    pods.forEach(this::seen);
  }

  private void seen(PodView pod) {
    PodView known = serving.get(pod.name());
    if (known != null && !known.uid().equals(pod.uid())) {
      ended(pod.name(), "it was replaced");
      known = null;
    }
    if (pod.serves(target.runningIsEnough())) {
      serving.put(pod.name(), pod);
      if (known == null || away) {
        listener.onReady(pod);
      }
    } else if (known != null) {
      ended(pod.name(), pod.deleting() ? "it is being deleted" : "it is not Ready any more");
    }
  }

  private void ended(String pod, String why) {
    if (serving.remove(pod) != null) {
      listener.onGone(pod, why);
    }
  }

  @Override
  public void close() {
    owner.interrupt();
  }

  /**
   * Takes what the client's watch delivers; a full queue ends the watch, and the list is read
   * again.
   */
  private final class Feed implements Watcher<Pod> {
    @Override
    public void eventReceived(Action action, Pod pod) {
      Change change =
          switch (action) {
            case ADDED, MODIFIED -> new Change.Seen(PodViews.of(pod));
            case DELETED -> new Change.Deleted(pod.getMetadata().getName());
            case ERROR, BOOKMARK -> new Change.Ended();
          };
      if (!changes.offer(change)) {
        changes.clear();
        var _ = changes.offer(new Change.Ended());
      }
    }

    @Override
    public void onClose(WatcherException cause) {
      var _ = changes.offer(new Change.Ended());
    }

    @Override
    public void onClose() {
      var _ = changes.offer(new Change.Ended());
    }
  }
}
