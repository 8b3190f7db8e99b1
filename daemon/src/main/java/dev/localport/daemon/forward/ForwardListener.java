package dev.localport.daemon.forward;

import dev.localport.daemon.forward.rules.ForwardState;

/** Hears what becomes of forwards. */
@FunctionalInterface
public interface ForwardListener {
  /** Is told after a change of state, by the forward's owner; must not block. */
  void onChange(Forward forward, ForwardState before, ForwardState after);
}
