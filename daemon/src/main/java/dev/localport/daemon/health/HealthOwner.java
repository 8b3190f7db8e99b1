package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.health.HealthEvent.Checked;
import dev.localport.daemon.time.Timers;
import java.time.Instant;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a monitor does with a mail: asks {@link HealthRules} and performs what they say. One check
 * runs at a time: the next waits for one that was given up and has not ended yet, and its own time
 * runs meanwhile. One thread, the monitor's; {@link #view} may be asked from any.
 */
final class HealthOwner implements Actor.Work<Mail> {
  private static final Logger log = LoggerFactory.getLogger(HealthOwner.class);

  private final String service;
  private final HealthCheckConfig config;
  private final Check check;
  private final HealthRules rules;
  private final HealthParts parts;
  private final CheckRunner runner;
  private final Consumer<Mail> mailbox;
  private final HealthListener listener;
  private volatile HealthState state = HealthState.START;
  private int number; // of the check that counts
  private @Nullable Runnable giveUp; // while a check has not ended
  private Timers.@Nullable Waiting limit;
  private Timers.@Nullable Waiting wake;

  HealthOwner(
      HealthService service,
      HealthParts parts,
      CheckRunner runner,
      Consumer<Mail> mailbox,
      HealthListener listener) {
    this.service = service.name();
    this.config = service.config();
    this.check = service.check();
    this.rules = new HealthRules(config, parts.random());
    this.parts = parts;
    this.runner = runner;
    this.mailbox = mailbox;
    this.listener = listener;
  }

  HealthView view() {
    return state.view();
  }

  @Override
  public void read(Mail mail) {
    switch (mail) {
      case Mail.Told(HealthEvent event) -> step(event);
      case Mail.Ended(int ended, Outcome outcome) -> ended(ended, outcome);
      case Mail.Late(int late) -> {
        if (late == number && state.running()) {
          giveUp();
          checked(new Outcome.Failed("%s within %s".formatted(check.lateness(), timeout())));
        }
      }
    }
  }

  private String timeout() {
    return Seconds.text(config.timeout());
  }

  private void ended(int ended, Outcome outcome) {
    giveUp = null;
    if (!state.running()) {
      return;
    }
    if (ended == number) {
      checked(outcome);
    } else {
      start(); // it waited for the one that has ended now
    }
  }

  private void checked(Outcome outcome) {
    cancel(limit);
    Outcome told =
        outcome instanceof Outcome.Failed(String why)
            ? new Outcome.Failed("health check %s: %s".formatted(check.label(), why))
            : outcome;
    log.atDebug().addKeyValue("service", service).addKeyValue("outcome", told).log("checked");
    step(new Checked(told, parts.clusterHealthy().getAsBoolean()));
  }

  private void step(HealthEvent event) {
    Instant now = parts.timers().instant();
    HealthState before = state;
    HealthStep step = rules.next(before, event, now);
    state = step.state();
    step.effects().forEach(this::perform);
    if (!Objects.equals(before.nextCheck(), state.nextCheck())) {
      wakeAt(state.nextCheck());
    }
    if (before.verdict().word() != state.verdict().word()) {
      log(state.view(), before.view());
      listener.onChange(before.view(), state.view());
    }
    if (step.effects().contains(HealthStep.Effect.RESTART)) {
      listener.onRestart(Objects.requireNonNullElse(state.verdict().failure(), "unhealthy"));
    }
  }

  private void perform(HealthStep.Effect effect) {
    switch (effect) {
      case CHECK -> beginCheck();
      case CANCEL -> {
        cancel(limit);
        giveUp();
      }
      case RESTART -> {
        // told last, once the change is
      }
    }
  }

  private void beginCheck() {
    int begun = ++number;
    limit =
        parts
            .timers()
            .at(
                parts.timers().instant().plus(config.timeout()),
                () -> mailbox.accept(new Mail.Late(begun)));
    if (giveUp == null) {
      start();
    }
  }

  private void start() {
    int started = number;
    giveUp = runner.start(check, outcome -> mailbox.accept(new Mail.Ended(started, outcome)));
  }

  private void giveUp() {
    if (giveUp != null) {
      giveUp.run();
    }
  }

  private void wakeAt(@Nullable Instant when) {
    cancel(wake);
    wake =
        when == null
            ? null
            : parts
                .timers()
                .at(when, () -> mailbox.accept(new Mail.Told(new HealthEvent.TimerFired())));
  }

  private static void cancel(Timers.@Nullable Waiting waiting) {
    if (waiting != null) {
      waiting.cancel();
    }
  }

  private void log(HealthView is, HealthView was) {
    log.atInfo()
        .addKeyValue("service", service)
        .addKeyValue("before", was.word().word())
        .addKeyValue("after", is.word().word())
        .addKeyValue("why", is.failure() == null ? "" : is.failure())
        .log("service health changed");
  }

  /** Ends all of it, for good. */
  @Override
  public void end() {
    cancel(wake);
    cancel(limit);
    giveUp();
  }
}
