package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;

/**
 * A service that is checked.
 *
 * @param name for the log
 * @param check what is done, see {@link Check#of}
 */
public record HealthService(String name, HealthCheckConfig config, Check check) {}
