package dev.localport.daemon.actor;

import java.time.Instant;

/**
 * Decides what follows an event. Pure: no clock, no I/O, nothing that changes.
 *
 * @param <S> state
 * @param <E> event
 * @param <F> effect
 */
@FunctionalInterface
public interface Rules<S, E, F> {
  /** Returns what follows {@code event}; one that comes too late to matter changes nothing. */
  Step<S, F> next(S state, E event, Instant now);
}
