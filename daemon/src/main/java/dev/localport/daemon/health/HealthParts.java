package dev.localport.daemon.health;

import dev.localport.daemon.time.Timers;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleSupplier;

/**
 * What a monitor needs from outside.
 *
 * @param timers the clock
 * @param random jitter, from 0 (included) to 1 (excluded)
 * @param clusterHealthy tells at once whether the service's cluster is healthy; any thread may ask
 */
public record HealthParts(Timers timers, DoubleSupplier random, BooleanSupplier clusterHealthy) {}
