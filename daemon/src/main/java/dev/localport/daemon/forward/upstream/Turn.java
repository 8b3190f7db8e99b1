package dev.localport.daemon.forward.upstream;

import dev.localport.daemon.forward.upstream.Attempts.Start;
import dev.localport.daemon.kube.KubeContext;
import org.jspecify.annotations.Nullable;

/** The turn of one attempt: it takes one, whatever its result. Used by its thread alone. */
final class Turn {
  private final AttemptTurns turns;
  private final Start start;
  private final int priority;
  private final AttemptTurns.Place place;
  private boolean hasCome;
  private @Nullable KubeContext taken; // null: there is nothing to give back

  Turn(AttemptTurns turns, Start start, int priority, AttemptTurns.Place place) {
    this.turns = turns;
    this.start = start;
    this.priority = priority;
    this.place = place;
  }

  /** Returns when the attempt may begin; at once if its turn has come before. */
  void await(KubeContext context) throws InterruptedException {
    if (!hasCome) {
      taken = hasTaken(context) ? context : null;
      hasCome = true;
    }
  }

  private boolean hasTaken(KubeContext context) throws InterruptedException {
    return switch (start) {
      case IN_TURN -> {
        turns.await(context, priority, place);
        yield true;
      }
      case AT_ONCE -> turns.hasTaken(context);
      case FREE -> false;
    };
  }

  /** Makes room for another attempt: this one succeeded. */
  void giveBack() {
    if (taken != null) {
      turns.giveBack(taken);
    }
  }
}
