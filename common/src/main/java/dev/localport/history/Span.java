package dev.localport.history;

import java.time.Instant;

/**
 * A stretch of time in which a service was wanted.
 *
 * @param up whether it was connected or idle
 * @param from inclusive
 * @param to exclusive; not before {@code from}
 */
public record Span(boolean up, Instant from, Instant to) {}
