package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.time.Timers;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What a monitor is made of.
 *
 * @param service its name, for the log
 * @param check what is done, see {@link Check#of}
 * @param timers the clock
 * @param random jitter, from 0 (included) to 1 (excluded)
 * @param clusterHealthy says at once whether the service's cluster is healthy; any thread may ask
 * @param restart is called with the reason, on the monitor's thread, when the service is unhealthy,
 *     its cluster is healthy, and the user wants new sessions then: at most once in {@code
 *     max(interval × threshold, 1 min)}, and ever more rarely while it does not help. Does not
 *     block
 * @param checked is run on the monitor's thread when a check has ended. Does not block
 */
public record HealthParts(
    String service,
    HealthCheckConfig config,
    Check check,
    Timers timers,
    DoubleSupplier random,
    BooleanSupplier clusterHealthy,
    Consumer<String> restart,
    Runnable checked) {}
