package dev.localport.cli.ui;

import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Talks to the daemon over two connections: one hears what changes, the other asks. A daemon that
 * ends is looked for until one runs again. Thread-safe.
 */
final class DaemonFeed implements AutoCloseable {
  /** Counters change without notice; so does the age of what is shown. */
  private static final Duration REFRESH = Duration.ofSeconds(5);

  /** A burst of changes is one refresh. */
  private static final Duration PAUSE = Duration.ofMillis(150);

  private static final Duration LOST_PAUSE = Duration.ofMillis(500);
  private static final int MOST_REQUESTS = 64;

  private static final UiRequest.Refresh ALL = new UiRequest.Refresh();
  private static final String NOT_RUNNING =
      "The daemon is not running; start it: localport daemon start";

  private final DaemonSource source;
  private final DaemonAnswers answers;
  private final Consumer<UiEvent> screen;
  private final BlockingQueue<UiRequest> requests = new ArrayBlockingQueue<>(MOST_REQUESTS);
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile @Nullable DaemonClient listening;
  private volatile @Nullable DaemonClient asking;

  /**
   * Begins to talk.
   *
   * @param screen takes what happens; on threads of this feed
   */
  DaemonFeed(DaemonSource source, DaemonAnswers answers, Consumer<UiEvent> screen) {
    this.source = source;
    this.answers = answers;
    this.screen = screen;
  }

  void start() {
    var _ = Thread.ofVirtual().name("ui-listen").start(() -> untilClosed(this::listen));
    var _ = Thread.ofVirtual().name("ui-ask").start(() -> untilClosed(this::ask));
  }

  /** Asks; the answer comes as an event. False: a daemon that is so far behind is not asked. */
  boolean ask(UiRequest request) {
    return requests.offer(request);
  }

  /** Lasts as long as a connection does. */
  private interface Turn {
    void take() throws CommandException, InterruptedException;
  }

  private void untilClosed(Turn turn) {
    try {
      while (closed.getCount() > 0) {
        try {
          turn.take();
        } catch (CommandException e) {
          lost(e.text());
        }
        var _ = closed.await(LOST_PAUSE.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the process ends
    }
  }

  private void lost(String why) {
    requests.clear(); // what was asked of one that ended is not done by the next one
    if (closed.getCount() > 0) {
      screen.accept(new UiEvent.DaemonLost(why));
    }
  }

  private void listen() throws CommandException {
    Optional<DaemonClient> found = source.find((_, _) -> refresh(), false);
    if (found.isPresent()) {
      try (DaemonClient daemon = found.get()) {
        listening = daemon;
        JsonObject _ = daemon.call(Methods.SUBSCRIBE, JsonObject.empty());
        refresh();
        daemon.awaitNotifications();
      }
    }
  }

  private void refresh() {
    if (!requests.contains(ALL)) {
      var _ = ask(ALL); // else others are on their way, and all is asked again later
    }
  }

  private void ask() throws CommandException, InterruptedException {
    Optional<DaemonClient> found = source.find((_, _) -> {}, true);
    if (found.isEmpty()) {
      lost(NOT_RUNNING);
      return;
    }
    try (DaemonClient daemon = found.get()) {
      asking = daemon;
      refresh();
      while (closed.getCount() > 0 && !daemon.isLost()) {
        UiRequest next = requests.poll(REFRESH.toMillis(), TimeUnit.MILLISECONDS);
        answer(daemon, next == null ? ALL : next);
      }
    }
  }

  private void answer(DaemonClient daemon, UiRequest request)
      throws CommandException, InterruptedException {
    try {
      screen.accept(answers.ask(daemon, request));
    } catch (CommandException e) {
      if (daemon.isLost()) {
        throw e;
      }
      screen.accept(new UiEvent.Failed(e.text()));
    }
    if (request instanceof UiRequest.Act) {
      refresh();
    } else if (request.equals(ALL)) {
      var _ = closed.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    close(listening);
    close(asking);
  }

  private static void close(@Nullable DaemonClient daemon) {
    if (daemon != null) {
      daemon.close();
    }
  }
}
