package dev.localport.daemon.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.actor.LoggedFaults;
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
          new HealthService("db", Probes.config(3, 1, true, false), new Named()),
          new HealthParts(timers, () -> 0.5, () -> true),
          this::start,
          OwnerThread.here("service", "db"),
          message -> Machines.read(this.owner, message),
          new Silent());

  private Runnable start(Check check, Consumer<CheckOutcome> ended) {
    if (broken) {
      broken = false;
      throw new IllegalStateException("a bug");
    }
    begun.add(ended);
    return () -> {};
  }

  private static final class Silent implements HealthListener {
    @Override
    public void onChange(HealthView before, HealthView after) {}

    @Override
    public void onRestart(String why) {}
  }

  private static final class Named implements Check {
    @Override
    public String label() {
      return "tcp";
    }

    @Override
    public String lateness() {
      return "no answer";
    }

    @Override
    public CheckOutcome run() {
      throw new AssertionError("the runner is a fake");
    }
  }

  @Test
  void theNextCheckIsMadeInItsTime() {
    try (LoggedFaults logged = new LoggedFaults()) {
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
