package dev.localport.daemon.control;

import dev.localport.api.ClusterStatus;
import dev.localport.daemon.cluster.ClusterHealthProvider;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What answers questions about clusters. All of it is thread-safe, and all but {@link Refresher}
 * and {@link EventsRefresher} answers at once.
 *
 * @param known what is known of each cluster
 * @param watched every cluster that is watched, whole, in the order of their contexts
 * @param asking has a cluster asked again
 * @param events has a cluster asked again for its events
 */
public record ClusterAnswers(
    ClusterHealthProvider known,
    Supplier<List<ClusterStatus>> watched,
    Refresher asking,
    EventsRefresher events) {
  /** Has a monitor ask its cluster for its events now, where they are older than that. */
  @FunctionalInterface
  public interface EventsRefresher {
    /** Returns when they are known, or when {@code patience} is over. */
    void refresh(String context, Duration maxAge, Duration patience) throws InterruptedException;
  }

  /** Has a monitor ask its cluster now. */
  @FunctionalInterface
  public interface Refresher {
    /**
     * Returns when everything is known, or when {@code patience} is over, and whether the clusters
     * of the context answered; what comes later is kept, too.
     */
    boolean refresh(String context, Duration patience) throws InterruptedException;
  }
}
