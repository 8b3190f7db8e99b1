package dev.localport.e2e.faults;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Keeps what status shows of a service and its cluster, five times a second. Thread-safe. */
final class StatusWatch implements Closeable {
  private static final Duration PACE = Duration.ofMillis(200);

  private final List<String> services = new ArrayList<>(); // these behind the lock
  private final List<String> clusters = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private @Nullable Instant noted;
  private final Thread thread;
  private volatile boolean ended;

  StatusWatch(Path home) {
    thread = Thread.ofPlatform().name("status-watch").start(() -> run(home));
  }

  private void run(Path home) {
    while (!ended) {
      try {
        JsonObject status = DaemonStatus.read(home);
        see(
            first(status.objects("services").stream().map(DaemonStatus::state)),
            first(status.objects("clusters").stream().map(each -> each.text("state"))),
            status.texts("notes"));
      } catch (IOException _) {
        see("(no daemon)", "", List.of());
      }
      Await.pass(PACE);
    }
  }

  /** Returns an empty text while a daemon that begins knows none. */
  private static String first(Stream<String> states) {
    return states.findFirst().orElse("");
  }

  private synchronized void see(String service, String cluster, List<String> noteTexts) {
    add(services, service);
    add(clusters, cluster);
    if (!noteTexts.isEmpty() && noted == null) {
      noted = Instant.now();
    }
    noteTexts.stream().filter(note -> !notes.contains(note)).forEach(notes::add);
  }

  private static void add(List<String> seen, String state) {
    if (!state.isEmpty() && (seen.isEmpty() || !seen.getLast().equals(state))) {
      seen.add(state);
    }
  }

  /** Returns the states of the service in their order, each once in a row. */
  synchronized List<String> services() {
    return List.copyOf(services);
  }

  synchronized List<String> clusters() {
    return List.copyOf(clusters);
  }

  synchronized List<String> notes() {
    return List.copyOf(notes);
  }

  /** Returns when there was a note for the first time. */
  synchronized Optional<Instant> noted() {
    return Optional.ofNullable(noted);
  }

  @Override
  public void close() {
    ended = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
