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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The owner on one thread, with a clock and checks that a test moves. */
class HealthOwnerTest {
  private static final CheckOutcome WELL = new CheckOutcome.Well();

  private final ManualTimers timers = new ManualTimers();
  private final List<Consumer<CheckOutcome>> begun = new ArrayList<>();
  private final LoggedLines log = new LoggedLines(HealthOwner.class);
  private final List<String> restarts = new ArrayList<>();
  private int givenUp;
  private HealthOwner owner = owner(3, false);

  private HealthOwner owner(int failures, boolean restart) {
    return new HealthOwner(
        Probes.parts(Probes.config(failures, 1, true, restart), timers, restarts::add),
        (_, ended) -> {
          begun.add(ended);
          return () -> givenUp++;
        },
        OwnerThread.here("service", "db"),
        message -> Machines.read(owner, message));
  }

  @AfterEach
  void close() {
    log.close();
  }

  private static String changed(String level, String before, String after, String why) {
    return "%s service health changed service=\"db\" before=\"%s\" after=\"%s\" why=\"%s\""
        .formatted(level, before, after, why);
  }

  private void tell(HealthEvent event) {
    Machines.read(owner, new HealthMessage.Happened(event));
  }

  private void end(int check, CheckOutcome outcome) {
    begun.get(check).accept(outcome);
  }

  @Test
  void checksInItsIntervalAndLogsEachChangeOnce() {
    tell(new HealthEvent.Connected());
    end(0, WELL);
    assertThat(log.lines()).containsExactly(changed("INFO", "unknown", "healthy", ""));

    timers.advance(Duration.ofSeconds(29));
    assertThat(begun).hasSize(1);
    timers.advance(Duration.ofSeconds(1));
    assertThat(begun).hasSize(2);
    end(1, WELL);

    assertThat(log.lines()).hasSize(1);
  }

  @Test
  void aCheckThatTakesTooLongIsGivenUpAndHasFailed() {
    owner = owner(1, false);
    tell(new HealthEvent.Connected());

    timers.advance(Duration.ofSeconds(5));

    assertThat(givenUp).isEqualTo(1);
    assertThat(log.lines())
        .containsExactly(
            changed(
                "WARN",
                "unknown",
                "unhealthy",
                "health check http GET /healthz: no answer within 5 s"));
    end(0, WELL);
    assertThat(owner.state().view().word()).as("too late").isEqualTo(HealthWord.UNHEALTHY);
  }

  @Test
  void theNextCheckWaitsForOneThatDoesNotEnd() {
    tell(new HealthEvent.Connected());
    timers.advance(Duration.ofSeconds(43)); // in the middle of the sixth
    assertThat(begun).as("the first has not ended").hasSize(1);

    end(0, WELL);
    assertThat(begun).hasSize(2);
    end(1, WELL);

    assertThat(owner.state().view().word()).isEqualTo(HealthWord.HEALTHY);
  }

  @Test
  void oneThatNeverEndsIsAFailureEachTime() {
    tell(new HealthEvent.Connected());

    timers.advance(Duration.ofSeconds(75));

    assertThat(begun).hasSize(1);
    assertThat(owner.state().view().failures()).isEqualTo(6);
    assertThat(owner.state().view().word()).isEqualTo(HealthWord.UNHEALTHY);
  }

  @Test
  void aLostSessionGivesTheCheckUp() {
    tell(new HealthEvent.Connected());
    tell(new HealthEvent.Disconnected());
    assertThat(givenUp).isEqualTo(1);
    tell(new HealthEvent.Connected());
    assertThat(begun).as("the first has not ended").hasSize(1);

    end(0, new CheckOutcome.Failed("the socket was closed"));

    assertThat(begun).hasSize(2);
    assertThat(owner.state().view().failures()).isZero();
  }

  @Test
  void whoAsksForNewSessionsHearsWhyAndHearsItAfterTheChange() {
    owner = owner(1, true);
    tell(new HealthEvent.Connected());

    end(0, new CheckOutcome.Failed("answered 503, expected 200"));

    String why = "health check http GET /healthz: answered 503, expected 200";
    assertThat(log.lines())
        .containsExactly(
            changed("WARN", "unknown", "unhealthy", why),
            "WARN new sessions for an unhealthy service service=\"db\" why=\"%s\"".formatted(why));
    assertThat(restarts).containsExactly(why);
  }

  @Test
  void nothingWaitsOnceItHasEnded() {
    tell(new HealthEvent.Connected());
    end(0, WELL);
    timers.advance(Duration.ofSeconds(30));

    owner.end();

    assertThat(givenUp).isEqualTo(1);
    assertThat(timers.waiting()).isZero();
  }
}
