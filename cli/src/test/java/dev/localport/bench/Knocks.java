package dev.localport.bench;

import dev.localport.e2e.Http;
import java.io.IOException;
import java.net.ConnectException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A new connection every 20 ms, whatever becomes of those before it, each with one request. Closing
 * stops, and waits until the last one has its answer.
 */
final class Knocks implements AutoCloseable {
  private static final int EVERY_MILLIS = 20;

  /** What became of a connection. */
  sealed interface Outcome {
    /** Answered by a pod, at a time of the monotonic clock. */
    record Served(String pod, long atNanos) implements Outcome {}

    /** Nobody listens. */
    record Refused() implements Outcome {}

    /** Accepted, but no answer came. */
    record Broken(String why) implements Outcome {}
  }

  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();
  private final ExecutorService visitors = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

  private Knocks() {}

  /** Begins at once. */
  static Knocks at(int port) {
    Knocks knocks = new Knocks();
    var _ =
        knocks.clock.scheduleAtFixedRate(
            () -> knocks.visitors.execute(() -> knocks.outcomes.add(knock(port))),
            0,
            EVERY_MILLIS,
            TimeUnit.MILLISECONDS);
    return knocks;
  }

  private static Outcome knock(int port) {
    try {
      return new Outcome.Served(Http.pod(port), System.nanoTime());
    } catch (ConnectException _) {
      return new Outcome.Refused();
    } catch (IOException e) {
      return new Outcome.Broken(String.valueOf(e.getMessage()));
    }
  }

  /** Returns what became of all connections that are over. */
  List<Outcome> outcomes() {
    return List.copyOf(outcomes);
  }

  /** Returns how many went so. */
  int count(Predicate<Outcome> kind) {
    return (int) outcomes.stream().filter(kind).count();
  }

  /** Stops knocking and waits for nobody. */
  void stop() {
    clock.shutdown();
  }

  @Override
  public void close() {
    clock.close();
    visitors.close();
  }
}
