package dev.localport.daemon.actor;

import java.util.List;

/**
 * What follows an event.
 *
 * @param state the state from now on
 * @param effects what has to be done, in this order; empty where nothing has to be
 */
public record Step<S, F>(S state, List<F> effects) {
  /** Copies the effects, so that they never change. */
  public Step {
    effects = List.copyOf(effects);
  }

  /** Returns a step to a state with some effects. */
  @SafeVarargs
  @SuppressWarnings("varargs") // List.of copies them
  public static <S, F> Step<S, F> to(S state, F... effects) {
    return new Step<>(state, List.of(effects));
  }
}
