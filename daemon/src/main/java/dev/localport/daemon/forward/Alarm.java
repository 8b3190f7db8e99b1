package dev.localport.daemon.forward;

import dev.localport.daemon.time.Timers;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The one time that a forward waits for, and what it hears then. Used by its owner alone. */
final class Alarm {
  private final Timers timers;
  private final Consumer<Mail> owner;
  private Timers.@Nullable Waiting waiting;

  /** Makes one that is not set; {@code owner} hears of it. */
  Alarm(Timers timers, Consumer<Mail> owner) {
    this.timers = timers;
    this.owner = owner;
  }

  /** Sets it, in the place of an earlier one; null: nothing is waited for. */
  void set(@Nullable Instant when, ForwardEvent event) {
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
    if (when != null) {
      waiting = timers.at(when, () -> owner.accept(new Mail.Plain(event)));
    }
  }
}
