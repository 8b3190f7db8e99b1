package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.actor.LoggedLines;
import dev.localport.daemon.actor.Machines;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.time.ManualTimers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** A check that cannot be begun costs one check, and not the health of the service for good. */
class HealthFaultTest {
  private final ManualTimers timers = new ManualTimers();
  private final List<Consumer<CheckOutcome>> begun = new ArrayList<>();
  private boolean broken = true;
  private final HealthOwner owner =
      new HealthOwner(
          Probes.parts(Probes.config(3, 1, true, false), timers, _ -> {}),
          this::start,
          OwnerThread.here("service", "db"),
          message -> Machines.read(this.owner, message));

  private Runnable start(Check check, Consumer<CheckOutcome> ended) {
    if (broken) {
      broken = false;
      throw new IllegalStateException("a bug");
    }
    begun.add(ended);
    return () -> {};
  }

  @Test
  void theNextCheckIsMadeInItsTime() {
    try (LoggedLines logged = LoggedLines.ofBugs()) {
      Machines.read(owner, new HealthMessage.Happened(new HealthEvent.Connected()));
      assertThat(begun).isEmpty();
      assertThat(owner.state().view().word()).isEqualTo(HealthWord.UNKNOWN);

      timers.advance(Duration.ofSeconds(30));
      begun.getFirst().accept(new CheckOutcome.Well());

      assertThat(owner.state().view().word()).isEqualTo(HealthWord.HEALTHY);
      assertThat(logged.messages()).containsExactly("effect failed: bug");
    }
  }
}
