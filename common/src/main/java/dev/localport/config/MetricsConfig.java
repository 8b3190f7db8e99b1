package dev.localport.config;

/**
 * Where the daemon serves its metrics.
 *
 * @param host a loopback address, as a number: {@code localhost} is read as 127.0.0.1
 * @param port 1 to 65535
 */
public record MetricsConfig(String host, int port) {}
