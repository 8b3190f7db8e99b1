package dev.localport.daemon.control;

import dev.localport.api.ClusterStatus;
import dev.localport.daemon.cluster.ClusterHealthProvider;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/**
 * What answers questions about clusters. All of it is thread-safe, and all but {@link Refresher}
 * answers at once.
 *
 * @param known what is known of each cluster
 * @param watched every cluster that is watched, whole, in the order of their contexts
 * @param asking has a cluster asked anew
 */
public record ClusterAnswers(
    ClusterHealthProvider known, Supplier<List<ClusterStatus>> watched, Refresher asking) {
  /** Has a monitor ask its cluster now. */
  @FunctionalInterface
  public interface Refresher {
    /**
     * Returns when all was told, or when {@code patience} is over; what comes later is kept, too. A
     * context that nobody watches is passed over.
     */
    void refresh(String context, Duration patience) throws InterruptedException;
  }
}
