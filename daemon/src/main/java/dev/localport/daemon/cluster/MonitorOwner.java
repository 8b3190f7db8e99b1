package dev.localport.daemon.cluster;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Failure;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.time.Timers;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * What a monitor's owner does with a mail: turns it into an event, asks {@link MonitorRules}, and
 * performs what they say. One thread, the owner's; {@link #view} may be asked from any.
 */
final class MonitorOwner implements Actor.Work<MonitorMail> {
  private static final Logger log = LoggerFactory.getLogger(MonitorOwner.class);

  private final MonitorParts parts;
  private final Timers timers;
  private final Asks asks;
  private final Consumer<MonitorMail> mailbox;
  private final Tellings tellings = new Tellings();
  private final Refreshes refreshes = new Refreshes();
  private final Set<Collector> outstanding = EnumSet.noneOf(Collector.class);
  private MonitorRules rules;
  private MonitorState state = MonitorState.initial();
  private volatile View view;
  private Timers.@Nullable Waiting waiting;

  MonitorOwner(MonitorParts parts, Asks asks, Consumer<MonitorMail> mailbox) {
    this.parts = parts;
    this.timers = parts.timers();
    this.asks = asks;
    this.mailbox = mailbox;
    this.rules = MonitorRules.of(ClusterHealthConfig.DEFAULT, parts.random());
    this.view =
        new View(
            new Reach.Unknown(),
            Knowledge.NOTHING,
            Latencies.NONE,
            ClusterHealthConfig.DEFAULT, // until begin() knows better
            null,
            null);
  }

  View view() {
    return view;
  }

  ClusterStatus status() {
    return view.status(parts.context(), parts.server(), timers.instant());
  }

  /** Begins to look. */
  @Override
  public void begin() {
    ClusterHealthConfig config = parts.config().get();
    rules = MonitorRules.of(config, parts.random());
    view = view.with(config);
    step(new MonitorEvent.Configured());
    plan();
  }

  @Override
  public void read(MonitorMail mail) {
    ClusterState before = view.state();
    MonitorState was = state;
    try {
      tellings.tick(timers.instant(), view.knowledge().nodes());
      happens(mail);
      if (!outstanding.contains(Collector.NODES) && !outstanding.contains(Collector.PODS)) {
        tellings.arrange(timers.instant(), view.knowledge().nodes());
      }
      changed(before, view.state());
      if (before == view.state() && state.isProbedSince(was)) {
        parts.watcher().onProbe(status());
      }
    } finally {
      plan(); // also after a bug: a monitor without a timer would look never again
    }
  }

  private void happens(MonitorMail mail) {
    switch (mail) {
      case MonitorMail.Plain(MonitorEvent event) -> {
        if (event instanceof MonitorEvent.KubeconfigChanged) {
          view = view.with(view.knowledge().forgiven());
        }
        step(event);
      }
      case MonitorMail.ProbeAnswered answered -> answered(answered);
      case MonitorMail.ProbeFailed(int number, Failure why) -> failed(number, why);
      case MonitorMail.Collected collected -> collected(collected);
      case MonitorMail.CollectionDone(int number) -> {
        if (isCurrent(number)) {
          outstanding.clear();
        }
        step(new MonitorEvent.CollectionEnded(number));
      }
      case MonitorMail.Joined(Seat seat) -> tellings.join(seat, state.reach().isAway());
      case MonitorMail.Left(Seat seat) -> tellings.leave(seat);
      case MonitorMail.Reconfigured() -> reconfigured(parts.config().get());
      case MonitorMail.RefreshAsked asked -> refresh(asked);
    }
  }

  private void answered(MonitorMail.ProbeAnswered mail) {
    if (isProbe(mail.number())) {
      Instant now = timers.instant();
      Latencies before = view.latencies();
      Latencies after =
          state.reach() instanceof Reach.Answers
              ? before.with(mail.answer())
              : before.withHandshake(mail.answer()); // to one that was not there a moment ago
      view = view.with(after).checked(now, true);
      log.atDebug()
          .addKeyValue("context", parts.context())
          .addKeyValue("took_ms", mail.answer().took().toMillis())
          .log("probe answered");
      step(new MonitorEvent.ProbeAnswered(mail.number()));
      if (view.knowledge().lacksUsageOf(tellings.pods(), now)) {
        step(new MonitorEvent.PodsUnmeasured());
      }
    }
  }

  private void failed(int probe, Failure why) {
    if (isProbe(probe)) {
      view = view.checked(timers.instant(), false);
      log.atDebug()
          .addKeyValue("context", parts.context())
          .addKeyValue("why", why.message())
          .log("probe failed");
      step(meaning(probe, why));
    }
  }

  private MonitorEvent meaning(int probe, Failure why) {
    return switch (why.kind()) {
      case UNREACHABLE -> new MonitorEvent.ProbeMissed(probe, why);
      case SESSION -> new MonitorEvent.ProbeErrored(probe, why, tellings.anySessionLives());
      case CREDENTIALS, CERTIFICATE, KUBECONFIG, CONTEXT_MISSING ->
          new MonitorEvent.ProbeRefused(probe, why);
      case FORBIDDEN, TARGET_MISSING, NO_READY_POD, PORT_TAKEN ->
          new MonitorEvent.ProbeAnswered(probe); // whatever it says, it is there
    };
  }

  private boolean isProbe(int number) {
    return state.probing().running() && state.probing().number() == number;
  }

  private boolean isCurrent(int collection) {
    return state.collecting().running() && state.collecting().number() == collection;
  }

  private void collected(MonitorMail.Collected mail) {
    if (!isCurrent(mail.number())) {
      return;
    }
    outstanding.remove(mail.what());
    if (mail.outcome() instanceof Outcome.Failed(Failure why)
        && meaning(0, why) instanceof MonitorEvent.ProbeRefused) {
      step(new MonitorEvent.CollectorRefused(mail.number(), why));
      return;
    }
    note(mail);
    if (!(mail.outcome() instanceof Outcome.Failed)) {
      step(new MonitorEvent.CollectorAnswered(mail.number()));
    }
  }

  private void note(MonitorMail.Collected mail) {
    Instant now = timers.instant();
    boolean told = !(mail.outcome() instanceof Outcome.Failed);
    view =
        view.with(view.knowledge().with(mail.what(), mail.outcome(), now, mail.took()))
            .checked(now, told);
  }

  private void reconfigured(ClusterHealthConfig config) {
    if (!config.equals(view.config())) {
      Set<Collector> asked = EnumSet.allOf(Collector.class);
      asked.removeIf(what -> !what.query(config).enabled());
      view = view.with(config).with(view.knowledge().only(asked));
      rules = MonitorRules.of(config, parts.random());
      step(new MonitorEvent.Configured());
    }
  }

  private void refresh(MonitorMail.RefreshAsked asked) {
    if (refreshes.add(asked)) {
      view = view.with(view.knowledge().forgiven());
      step(new MonitorEvent.RefreshAsked());
    }
  }

  private void step(MonitorEvent event) {
    Instant now = timers.instant();
    MonitorStep step = rules.next(state, event, now);
    state = step.state();
    boolean keeps = !state.reach().isAway() && !(state.reach() instanceof Reach.Off);
    Knowledge known = view.knowledge().since(now.minus(view.config().cacheMaxAge()));
    view = view.with(keeps ? known : known.asStale()).with(state.reach());
    for (MonitorEffect effect : step.effects()) {
      perform(effect, now);
    }
  }

  private void perform(MonitorEffect effect, Instant now) {
    switch (effect) {
      case MonitorEffect.Probe probe -> asks.probe(probe.number(), probe.timeout());
      case MonitorEffect.AbandonProbe() -> asks.abandonProbe();
      case MonitorEffect.Collect(int number, Set<Collector> what) -> collect(number, what, now);
      case MonitorEffect.AbandonCollection() -> {
        outstanding.clear();
        asks.abandonCollection();
      }
      case MonitorEffect.TellAway() -> tellings.away();
      case MonitorEffect.TellBack() -> tellings.back(now);
      case MonitorEffect.TellAnswers() -> tellings.answers();
      case MonitorEffect.Refreshed() -> refreshes.settle(state.reach() instanceof Reach.Answers);
    }
  }

  private void collect(int number, Set<Collector> what, Instant now) {
    outstanding.addAll(what);
    Knowledge known = view.knowledge();
    outstanding.removeIf(one -> !known.isDue(one, now));
    Map<String, Set<String>> pods = known.open(tellings.pods(), now);
    asks.collect(number, Set.copyOf(outstanding), pods, view.config());
  }

  private void changed(ClusterState before, ClusterState after) {
    if (after == before) {
      return;
    }
    LoggingEventBuilder line =
        log.atInfo()
            .addKeyValue("context", parts.context())
            .addKeyValue("server", parts.server())
            .addKeyValue("state", after.word())
            .addKeyValue("was", before.word());
    Failure why = view.trouble();
    if (why != null) {
      line = line.addKeyValue("why", why.message());
    }
    line.log("cluster state changed");
    parts.watcher().onChange(before, status());
  }

  private void plan() {
    if (waiting != null) {
      waiting.cancel();
      waiting = null;
    }
    Instant now = timers.instant();
    Instant rule = state.wakeAt(now);
    Instant telling = tellings.due(now);
    Instant next = rule == null || (telling != null && telling.isBefore(rule)) ? telling : rule;
    if (next != null) {
      waiting =
          timers.at(
              next, () -> mailbox.accept(new MonitorMail.Plain(new MonitorEvent.TimerFired())));
    }
  }

  /** Ends all of it, for good. */
  @Override
  public void end() {
    asks.abandonProbe();
    asks.abandonCollection();
    if (waiting != null) {
      waiting.cancel();
    }
    tellings.leaveAll();
    refreshes.settle(false);
  }
}
