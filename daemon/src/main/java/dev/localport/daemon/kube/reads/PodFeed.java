package dev.localport.daemon.kube.reads;

import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.recovery.RoundPause;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The pods of one namespace as they change, for all followers of some of them: one list and one
 * watch, however many services there are. One virtual thread owns it; the other methods may be
 * called from any.
 *
 * <p>The list is read first, and the watch continues from its version. A watch that the server
 * ends, as it does every few minutes, is resumed from the newest version that was seen; where that
 * is too old (410), or the cluster was offline, the list is read again, so nothing that happened in
 * between is missed. A server sends a bookmark each minute: a watch without a word for longer is
 * dead, as after a cut in the network that was not reported. Where watches end at once over and
 * over, since the user may not watch or a proxy lets none through, the list is read every ten
 * seconds: the client does not say why a watch ended.
 *
 * <p>Over 300 lines, since a list and the watch that continues from it share one position.
 */
public final class PodFeed {
  /**
   * What is followed.
   *
   * @param pod the one pod, for a user that may not list the others; null: all of the namespace
   */
  public record Scope(String namespace, @Nullable String pod) {}

  private static final Logger log = LoggerFactory.getLogger(PodFeed.class);
  private static final Duration POLL = Duration.ofSeconds(10);
  private static final Duration LEAST_PAUSE = Duration.ofMillis(250);
  private static final Duration SILENT = Duration.ofMinutes(3);
  private static final Duration LOOK_PAUSE = Duration.ofSeconds(1);
  private static final int LOOKS = 8;
  private static final int PENDING = 1024;
  private static final long PAGE = 500;
  private static final int FORBIDDEN = 403;
  private static final int TOO_OLD = 410;

  private final ApiClient api;
  private final Scope scope;
  private final List<PodReader> readers = new CopyOnWriteArrayList<>();
  private final AtomicBoolean listWanted = new AtomicBoolean(); // by us
  private final AtomicInteger looks = new AtomicInteger(); // that are still to come
  private volatile boolean following; // by a watch
  private final RoundPause pause =
      new RoundPause(LEAST_PAUSE, POLL, () -> ThreadLocalRandom.current().nextDouble());
  private final BlockingQueue<Change> changes = new ArrayBlockingQueue<>(PENDING);
  private final Thread owner;
  private @Nullable String version; // the owner's: null, where the list has to be read
  private boolean away; // the owner's: the cluster may have been offline since the last list

  private sealed interface Change {
    record Seen(Pod pod) implements Change {}

    record Deleted(Pod pod) implements Change {}

    record Bookmark(String version) implements Change {}

    record Ended() implements Change {}

    record ListWanted() implements Change {}
  }

  PodFeed(ApiClient api, Scope scope) {
    this.api = api;
    this.scope = scope;
    this.owner = Thread.ofVirtual().name("pods-" + scope.namespace()).unstarted(this::run);
  }

  void start() {
    owner.start();
  }

  /** Adds one more, which gets the list first. */
  void add(PodReader reader) {
    readers.add(reader);
    refresh();
  }

  /** Forgets one; returns whether there are others. */
  boolean remove(PodReader reader) {
    readers.remove(reader);
    return !readers.isEmpty();
  }

  /**
   * Reads the list again at once: notifications of the watch may never arrive, as after a wake or a
   * lost session.
   */
  void refresh() {
    listWanted.set(true);
    offer(new Change.ListWanted());
  }

  /**
   * Something happened to a pod, according to an event. A watch reports more than that; where there
   * is none, the list is read again at once and a few times more in the next seconds: no event
   * reports that a pod is Ready.
   */
  void look() {
    if (!following && looks.compareAndSet(0, LOOKS)) {
      refresh();
    }
  }

  void close() {
    owner.interrupt();
  }

  private void run() {
    try {
      while (true) {
        long begun = System.nanoTime();
        Duration wanted = round();
        Duration least = least(Duration.ofNanos(System.nanoTime() - begun));
        Duration planned = least.compareTo(wanted) > 0 ? least : wanted;
        rest(isLooking() && planned.compareTo(LOOK_PAUSE) > 0 ? LOOK_PAUSE : planned);
      }
    } catch (InterruptedException e) {
      // close() asked: the only way out of the loop
    }
  }

  private boolean isLooking() {
    return looks.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  /*
   * The first end in a while is followed at once: an API server that went down with the watch does
   * not answer now.
   */
  private Duration least(Duration round) {
    Duration least = pause.after(round);
    if (pause.isRepeated()) {
      version = null; // a watch that does not last reports nothing
    }
    return pause.isFirst() ? Duration.ZERO : least;
  }

  /**
   * Waits for the next round. What we want ourselves is a reason to list sooner, though not at once
   * over and over; nothing that the server says is.
   */
  private void rest(Duration time) throws InterruptedException {
    long begun = System.nanoTime();
    for (Duration left = time; left.isPositive(); ) {
      Change _ = changes.poll(left.toMillis() + 1, TimeUnit.MILLISECONDS);
      Duration rested = Duration.ofNanos(System.nanoTime() - begun);
      boolean isCut = listWanted.get() && LEAST_PAUSE.compareTo(time) < 0;
      left = (isCut ? LEAST_PAUSE : time).minus(rested);
    }
  }

  /** Lists where that is needed, then watches; returns how long to wait before the next round. */
  private Duration round() throws InterruptedException {
    changes.clear(); // what a watch says late is in the next list, or in the next watch
    try {
      if (listWanted.getAndSet(false) || version == null) {
        version = null;
        version = scope.pod() == null ? list() : look(scope.pod());
        away = false;
      }
      if (version == null) {
        return POLL;
      }
      PodEvents told = new PodEvents();
      try (Watch _ = open(version, told)) {
        following = true;
        readers.forEach(PodReader::onCurrent);
        return follow();
      } finally {
        following = false;
        told.over = true;
      }
    } catch (KubernetesClientException e) {
      if (e.getCode() == FORBIDDEN) {
        readers.forEach(PodReader::onForbidden);
        return POLL;
      }
      return lost(api.failure(e).getMessage(), e.getCode() == TOO_OLD ? Duration.ZERO : POLL);
    } catch (KubeException e) {
      return lost(e.getMessage(), POLL);
    } catch (IllegalStateException e) { // the client was closed: its kubeconfig has changed
      return lost(e.getMessage(), POLL);
    }
  }

  /** The cluster does not respond: the next dial finds out why. */
  private Duration lost(@Nullable String why, Duration wanted) {
    version = null;
    away = true;
    if (wanted.isPositive()) {
      readers.forEach(PodReader::onLost);
    }
    line().addKeyValue("why", why).log("pods cannot be followed");
    return wanted;
  }

  /** Reads page after page, and keeps what is wanted of each. */
  private String list() throws KubeException {
    List<Pod> wanted = new ArrayList<>();
    ListPages pages = new ListPages(api.server());
    ListOptions page = new ListOptionsBuilder().withLimit(PAGE).build();
    while (true) {
      PodList list = api.client().pods().inNamespace(scope.namespace()).list(page);
      for (Pod pod : list.getItems()) {
        if (readers.stream().anyMatch(reader -> reader.wants(pod))) {
          wanted.add(pod);
        }
      }
      String next = pages.next(list.getItems().size(), list.getMetadata().getContinue());
      if (next == null) {
        for (PodReader reader : readers) {
          reader.onList(wanted.stream().filter(reader::wants).toList(), away);
        }
        return list.getMetadata().getResourceVersion();
      }
      page.setContinue(next);
    }
  }

  /** A user that may get one pod may be unable to list any. */
  private @Nullable String look(String name) throws KubeException {
    Pod pod = api.client().pods().inNamespace(scope.namespace()).withName(name).get();
    List<Pod> found = pod == null ? List.of() : List.of(pod);
    readers.forEach(reader -> reader.onList(found, away));
    return pod == null ? null : pod.getMetadata().getResourceVersion();
  }

  private Watch open(String from, PodEvents told) throws KubeException {
    ListOptions options =
        new ListOptionsBuilder().withResourceVersion(from).withAllowWatchBookmarks(true).build();
    var pods = api.watching().pods().inNamespace(scope.namespace());
    return scope.pod() == null
        ? pods.watch(options, told)
        : pods.withName(scope.pod()).watch(options, told);
  }

  /** Reads the watch until it ends. */
  private Duration follow() throws InterruptedException {
    while (true) {
      Change change = changes.poll(SILENT.toSeconds(), TimeUnit.SECONDS);
      switch (change) {
        case Change.Seen(Pod pod) -> {
          readers.forEach(reader -> reader.onSeen(pod));
          current(pod.getMetadata().getResourceVersion());
        }
        case Change.Deleted(Pod pod) -> {
          readers.forEach(reader -> reader.onDeleted(pod.getMetadata().getName()));
          current(pod.getMetadata().getResourceVersion());
        }
        case Change.Bookmark(String at) -> current(at);
        case Change.Ended() -> {
          line().log("watch ended");
          if (!pause.isRepeated()) { // else the list is read anyway
            readers.forEach(PodReader::onLost); // until the next one is open
          }
          return Duration.ZERO;
        }
        case Change.ListWanted() -> {
          version = null;
          return Duration.ZERO;
        }
        case null -> {
          line().log("watch silent");
          readers.forEach(PodReader::onLost);
          version = null;
          away = true;
          return Duration.ZERO;
        }
      }
    }
  }

  private void current(String at) {
    version = at;
    readers.forEach(PodReader::onCurrent);
  }

  private LoggingEventBuilder line() {
    return log.atDebug()
        .addKeyValue("context", api.name())
        .addKeyValue("namespace", scope.namespace());
  }

  /** A full queue ends the watch, and the list is read again. */
  private void offer(Change change) {
    if (!changes.offer(change)) {
      changes.clear();
      var _ = changes.offer(new Change.ListWanted());
    }
  }

  /** Takes what the client's watch delivers. */
  private final class PodEvents implements Watcher<Pod> {
    private volatile boolean over;

    private void tell(Change change) {
      if (!over) {
        offer(change);
      }
    }

    @Override
    public void eventReceived(Action action, Pod pod) {
      tell(
          switch (action) {
            case ADDED, MODIFIED -> new Change.Seen(pod);
            case DELETED -> new Change.Deleted(pod);
            case BOOKMARK -> new Change.Bookmark(pod.getMetadata().getResourceVersion());
            case ERROR -> new Change.ListWanted();
          });
    }

    @Override
    public void onClose(WatcherException cause) {
      tell(cause.isHttpGone() ? new Change.ListWanted() : new Change.Ended());
    }

    @Override
    public void onClose() {
      tell(new Change.Ended());
    }
  }
}
