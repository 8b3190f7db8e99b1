package dev.localport.daemon.forward;

import java.util.List;

/**
 * What follows an event: the next state, and what to do in this order.
 *
 * @param state the state from now on
 * @param effects empty where nothing has to be done
 */
record Step(ForwardState state, List<Effect> effects) {
  Step {
    effects = List.copyOf(effects);
  }

  static Step to(ForwardState state, Effect... effects) {
    return new Step(state, List.of(effects));
  }
}
