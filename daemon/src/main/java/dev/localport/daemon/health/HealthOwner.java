package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.actor.Machine;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.actor.Rules;
import dev.localport.daemon.health.HealthEvent.Checked;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Performs what {@link HealthRules} say. One check runs at a time: the next waits for one that was
 * given up and has not ended yet, and its own time runs meanwhile.
 */
final class HealthOwner extends Machine<HealthMessage, HealthState, HealthEvent, HealthEffect> {
  private static final Logger log = LoggerFactory.getLogger(HealthOwner.class);

  private final HealthCheckConfig config;
  private final HealthRules rules;
  private final HealthParts parts;
  private final Runner runner;
  private final Consumer<HealthMessage> mailbox;
  private HealthView told = HealthState.START.view();
  private int number; // of the check that counts
  private @Nullable Runnable giveUp; // while a check has not ended
  private @Nullable Instant lateAt; // when the check that counts has taken too long

  /** Runs checks elsewhere. */
  interface Runner {
    /**
     * Begins a check.
     *
     * @param ended gets the outcome once it is over, in every case
     * @return gives it up: it ends soon, as a rule
     */
    Runnable start(Check check, Consumer<CheckOutcome> ended);
  }

  HealthOwner(
      HealthParts parts, Runner runner, OwnerThread owner, Consumer<HealthMessage> mailbox) {
    super(owner, parts.timers(), mailbox, HealthState.START);
    this.config = parts.config();
    this.rules = new HealthRules(config, parts.random());
    this.parts = parts;
    this.runner = runner;
    this.mailbox = mailbox;
  }

  @Override
  protected Rules<HealthState, HealthEvent, HealthEffect> rules() {
    return rules;
  }

  @Override
  protected void receive(HealthMessage message) throws InterruptedException {
    switch (message) {
      case HealthMessage.Happened(HealthEvent event) -> step(event);
      case HealthMessage.Ended(int ended, CheckOutcome outcome) -> ended(ended, outcome);
      case HealthMessage.TimeCame() -> {
        if (isLate()) {
          giveUp();
          String limit = seconds(config.timeout());
          checked(
              new CheckOutcome.Failed("%s within %s".formatted(parts.check().lateness(), limit)));
        } else {
          step(new HealthEvent.TimerFired());
        }
      }
    }
  }

  /** Returns {@code 5 s} or {@code 0.25 s}, as in the configuration. */
  private static String seconds(Duration time) {
    return BigDecimal.valueOf(time.toMillis(), 3).stripTrailingZeros().toPlainString() + " s";
  }

  private boolean isLate() {
    return state().running() && lateAt != null && !parts.timers().instant().isBefore(lateAt);
  }

  private void ended(int ended, CheckOutcome outcome) throws InterruptedException {
    giveUp = null;
    if (!state().running()) {
      return;
    }
    if (ended == number) {
      checked(outcome);
    } else {
      start(); // it waited for the one that has ended now
    }
  }

  private void checked(CheckOutcome outcome) throws InterruptedException {
    CheckOutcome named =
        outcome instanceof CheckOutcome.Failed(String why)
            ? new CheckOutcome.Failed("health check %s: %s".formatted(parts.check().label(), why))
            : outcome;
    line(Level.DEBUG).addKeyValue("outcome", named).log("checked");
    step(new Checked(named, parts.clusterHealthy().getAsBoolean()));
    parts.checked().run();
  }

  @Override
  protected void perform(HealthEffect effect) {
    switch (effect) {
      case CHECK -> beginCheck();
      case CANCEL -> giveUp();
      case RESTART -> {
        tellWord(); // first what is wrong, then what is to be done about it
        restart(Objects.requireNonNullElse(state().verdict().failure(), "unhealthy"));
      }
    }
  }

  @Override
  protected @Nullable HealthEvent broken(HealthEffect effect, Throwable bug) {
    return effect == HealthEffect.CHECK
        ? new Checked(VirtualThreadRunner.NOT_MADE, parts.clusterHealthy().getAsBoolean())
        : null;
  }

  private void beginCheck() {
    number++;
    lateAt = parts.timers().instant().plus(config.timeout());
    if (giveUp == null) {
      start();
    }
  }

  private void start() {
    int started = number;
    giveUp =
        runner.start(
            parts.check(), outcome -> mailbox.accept(new HealthMessage.Ended(started, outcome)));
  }

  private void giveUp() {
    if (giveUp != null) {
      giveUp.run();
    }
  }

  @Override
  protected void announce(HealthState before, HealthState after, Instant now) {
    tellWord();
  }

  private void tellWord() {
    HealthView was = told;
    told = state().view();
    if (told.word() != was.word()) {
      line(told.word() == HealthWord.UNHEALTHY ? Level.WARN : Level.INFO)
          .addKeyValue("before", was.word().word())
          .addKeyValue("after", told.word().word())
          .addKeyValue("why", told.failure() == null ? "" : told.failure())
          .log("service health changed");
    }
  }

  private void restart(String why) {
    line(Level.WARN).addKeyValue("why", why).log("new sessions for an unhealthy service");
    parts.restart().accept(why);
  }

  private LoggingEventBuilder line(Level level) {
    return log.atLevel(level).addKeyValue("service", parts.service());
  }

  @Override
  protected @Nullable Instant wakeAt(Instant now) {
    return state().running() ? lateAt : state().nextCheck();
  }

  @Override
  protected HealthMessage wake() {
    return new HealthMessage.TimeCame();
  }

  @Override
  protected void closed() {
    giveUp();
  }
}
