package dev.localport.daemon.cluster;

import dev.localport.api.ClusterStatus;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.time.Timers;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * What a monitor is made of.
 *
 * @param context its name
 * @param server the URL of its API server
 * @param insecure whether the certificate of its API server is not verified
 * @param config what holds now
 * @param users the services that use the cluster now; any thread may ask
 * @param random jitter, from 0 (included) to 1 (excluded)
 * @param watcher gets the state of the cluster: after each change, and after each probe of one that
 *     is not offline. On the monitor's thread; never blocks
 * @param first what is restored before the services when the cluster is back
 */
record MonitorParts(
    String context,
    String server,
    boolean insecure,
    Supplier<ClusterHealthConfig> config,
    Supplier<List<ClusterSubscriber>> users,
    Timers timers,
    DoubleSupplier random,
    Consumer<ClusterStatus> watcher,
    Supplier<List<RestoredFirst>> first) {}
