package dev.localport.e2e.faults;

import dev.localport.rpc.JsonObject;
import dev.localport.testing.Await;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Looks at status and traffic once a second, and keeps where they contradict each other. Closing
 * ends it.
 */
final class Agreement implements Closeable {
  private static final Duration PACE = Duration.ofSeconds(1);

  /** A silent line is noticed within 15 s; the rest is for a busy machine. */
  private static final Duration NOTICED = Duration.ofSeconds(25);

  private final Path home;
  private final RandomServices services;
  private final List<String> contradictions = new CopyOnWriteArrayList<>();
  private final AtomicInteger looks = new AtomicInteger();
  private final AtomicInteger misses = new AtomicInteger();
  private final Map<String, Seen> last = new HashMap<>();
  private final Map<String, Long> usableSince = new HashMap<>();
  private final Thread thread;
  private volatile boolean ended;

  /** What status said of a service: when it was asked, when it had answered, and what it said. */
  private record Seen(long asked, long told, String state, String since) {}

  Agreement(Path home, RandomServices services) {
    this.home = home;
    this.services = services;
    this.thread = Thread.ofPlatform().name("agreement").start(this::run);
  }

  private void run() {
    while (!ended) {
      try {
        look();
        looks.incrementAndGet();
      } catch (IOException _) {
        misses.incrementAndGet(); // the daemon was killed
        last.clear();
        usableSince.clear();
      }
      Await.pass(PACE);
    }
  }

  private void look() throws IOException {
    long asked = System.nanoTime();
    List<JsonObject> status = DaemonStatus.read(home).objects("services");
    long told = System.nanoTime();
    for (JsonObject each : status) {
      String name = each.text("name");
      Seen now =
          new Seen(
              asked,
              told,
              each.text("state"),
              each.text("connected_since", "") + each.number("reconnects"));
      Seen before = last.put(name, now);
      if (isUsable(now)) {
        usableSince.putIfAbsent(name, asked);
        connectedButSilent(name, now, asked);
      } else {
        usableSince.remove(name);
        downButAnswering(name, before, now);
      }
    }
  }

  private static boolean isUsable(Seen seen) {
    return seen.state().equals("connected") || seen.state().equals("idle");
  }

  /** Usable all the time, and no connection was answered. */
  private void connectedButSilent(String name, Seen now, long asked) {
    long from = Math.max(usableSince.getOrDefault(name, asked), asked - NOTICED.toNanos());
    if (asked - from < NOTICED.toNanos()) {
      return;
    }
    boolean answered =
        services.of(name).over().stream()
            .anyMatch(each -> each.isAnswered() && each.ended() >= from);
    if (!answered) {
      contradict(
          "%s is %s, and no new connection was answered for %d s"
              .formatted(name, now.state(), NOTICED.toSeconds()));
    }
  }

  /** Down at two looks and not up in between, and a connection of that time was answered. */
  private void downButAnswering(String name, @Nullable Seen before, Seen now) {
    if (before == null || isUsable(before) || !before.since().equals(now.since())) {
      return;
    }
    boolean answered =
        services.of(name).over().stream()
            .anyMatch(each ->
                each.isAnswered() && each.begun() > before.told() && each.ended() < now.asked());
    if (answered) {
      contradict("%s is %s, and new connections were answered".formatted(name, now.state()));
    }
  }

  private void contradict(String what) {
    contradictions.add(Instant.now() + " " + what);
    System.out.println("CONTRADICTION " + contradictions.getLast());
  }

  /** Returns where status and traffic contradicted each other. */
  List<String> contradictions() {
    return List.copyOf(contradictions);
  }

  int looks() {
    return looks.get();
  }

  /** Returns how often no daemon answered. */
  int misses() {
    return misses.get();
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
