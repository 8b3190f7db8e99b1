package dev.localport.daemon.forward.rules;

import dev.localport.api.Failure;
import dev.localport.config.Tuning;
import dev.localport.daemon.forward.rules.ForwardState.Connected;
import dev.localport.daemon.forward.rules.ForwardState.Connecting;
import dev.localport.daemon.forward.rules.ForwardState.Disconnected;
import dev.localport.daemon.forward.rules.ForwardState.Failed;
import dev.localport.daemon.forward.rules.ForwardState.Idle;
import dev.localport.daemon.forward.rules.ForwardState.Reconnecting;
import dev.localport.daemon.forward.rules.ForwardState.Stopped;
import dev.localport.daemon.forward.rules.ForwardState.Suspended;
import org.jspecify.annotations.Nullable;

/** Decides which event follows when the tuning of a forward changes. Pure. */
public final class ReloadRules {
  private ReloadRules() {}

  /**
   * Returns the event: what the new values ask for comes first, then the end of retries. What waits
   * for another reason may have waited for the change, and tries once.
   *
   * @param last what failed last, in whatever state; null: nothing ever failed
   */
  public static ForwardEvent event(
      ForwardState state, Tuning before, Tuning now, @Nullable Failure last) {
    if (isWantedNow(state, before, now)) {
      return new ForwardEvent.ReconnectAsked();
    }
    if (last != null && before.reconnect().auto() && !now.reconnect().auto()) {
      return new ForwardEvent.AutoOff(last);
    }
    return new ForwardEvent.GoodSign();
  }

  /** Returns whether what waited for a connection has to be connected at once by now. */
  private static boolean isWantedNow(ForwardState state, Tuning before, Tuning now) {
    return switch (state) {
      case Disconnected _ -> now.reconnect().auto();
      case Idle _ -> before.lazy() && !now.lazy();
      case Stopped _, Connecting _, Connected _, Reconnecting _, Suspended _, Failed _ -> false;
    };
  }
}
