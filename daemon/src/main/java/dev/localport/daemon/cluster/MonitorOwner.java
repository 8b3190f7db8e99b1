package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ClusterStatusBuilder;
import dev.localport.api.Failure;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.actor.Machine;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.actor.Rules;
import dev.localport.daemon.kube.reads.ClusterReads.Answer;
import dev.localport.daemon.kube.reads.EventScope;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Turns a monitor's messages into events, and performs what {@link MonitorRules} say. {@link #view}
 * and {@link #status} may be asked from any thread.
 *
 * <p>Over 300 lines, since every message and effect of a monitor ends here, each in a few lines.
 */
final class MonitorOwner
    extends Machine<MonitorMessage, MonitorState, MonitorEvent, MonitorEffect> {
  private static final Logger log = LoggerFactory.getLogger(MonitorOwner.class);

  private static final Duration JUST_BACK = Duration.ofMinutes(1);

  private final MonitorParts parts;
  private final Timers timers;
  private final QueryRunner asks;
  private final EventFollower events;
  private final AvailabilityNotifier tellings;
  private final Refreshes refreshes = new Refreshes();
  private final EventLog eventLog;
  private final Set<Collector> outstanding = EnumSet.noneOf(Collector.class);
  private MonitorRules rules;
  private volatile View view;
  private volatile @Nullable Instant nextProbe;
  private volatile ClusterCounters counters = ClusterCounters.NONE;
  private ClusterState told;
  private Instant answersSince = Instant.EPOCH;
  private Set<EventScope> followed = Set.of();

  MonitorOwner(
      MonitorParts parts,
      QueryRunner asks,
      EventFollower events,
      OwnerThread owner,
      Consumer<MonitorMessage> mailbox) {
    super(owner, parts.timers(), mailbox, MonitorState.initial());
    this.parts = parts;
    this.timers = parts.timers();
    this.asks = asks;
    this.events = events;
    this.tellings =
        new AvailabilityNotifier(
            parts.first(), number -> mailbox.accept(new MonitorMessage.Restored(number)));
    this.eventLog = new EventLog(parts.context());
    this.rules = MonitorRules.of(ClusterHealthConfig.DEFAULT, parts.random());
    this.view =
        new View(
            new Reachability.Unknown(),
            ClusterCache.NOTHING,
            Latencies.NONE,
            ClusterHealthConfig.DEFAULT, // until begin() knows better
            FormerPods.NONE,
            null,
            null);
    this.told = view.state();
  }

  View view() {
    return view;
  }

  ClusterStatus status() {
    ClusterStatus status = view.status(parts, timers.instant());
    return ClusterStatusBuilder.builder(status).nextCheck(nextProbe).build();
  }

  ClusterCounters counters() {
    return counters;
  }

  @Override
  protected Rules<MonitorState, MonitorEvent, MonitorEffect> rules() {
    return rules;
  }

  @Override
  protected void opened() throws InterruptedException {
    ClusterHealthConfig config = parts.config().get();
    rules = MonitorRules.of(config, parts.random());
    view = view.with(config);
    step(new MonitorEvent.Configured());
    told = view.state();
  }

  @Override
  protected void receive(MonitorMessage message) throws InterruptedException {
    MonitorState was = state();
    tellings.tick(timers.instant(), view.knowledge().nodes());
    notePods(); // an event may be about a pod that was replaced just now
    happens(message);
    if (!outstanding.contains(Collector.NODES) && !outstanding.contains(Collector.PODS)) {
      tellings.arrange(timers.instant(), view.knowledge().nodes());
    }
    followEvents();
    if (view.state() != told) {
      tellChange();
    } else if (state().isProbedSince(was)) {
      parts.watcher().accept(status());
    }
  }

  private void notePods() {
    view = view.with(view.formerPods().with(tellings.servicesOfPods(), timers.instant()));
  }

  private void happens(MonitorMessage message) throws InterruptedException {
    switch (message) {
      case MonitorMessage.Plain(MonitorEvent event) -> {
        if (event instanceof MonitorEvent.KubeconfigChanged) {
          view = view.with(view.knowledge().forgiven());
        }
        step(event);
      }
      case MonitorMessage.ProbeAnswered answered -> answered(answered);
      case MonitorMessage.Measured(Answer answer) -> {
        if (state().reach() instanceof Reachability.Answers) {
          view = view.with(view.latencies().with(answer));
        }
      }
      case MonitorMessage.ProbeFailed(int number, Failure why) -> failed(number, why);
      case MonitorMessage.Collected collected -> collected(collected);
      case MonitorMessage.CollectionDone(int number) -> {
        if (isCurrent(number)) {
          outstanding.clear();
        }
        step(new MonitorEvent.CollectionEnded(number));
      }
      case MonitorMessage.EventSeen(ClusterEvent event) -> seen(event);
      case MonitorMessage.Joined(ClusterSubscription joined) -> {
        tellings.join(joined, away());
        notePods();
      }
      case MonitorMessage.Left(ClusterSubscription left) -> tellings.leave(left);
      case MonitorMessage.Restored(int number) -> tellings.restored(number);
      case MonitorMessage.Reconfigured() -> reconfigured(parts.config().get());
      case MonitorMessage.RefreshAsked asked -> refresh(asked);
    }
  }

  /** What an event says of a node is looked up; of a pod, its services see that themselves. */
  private void seen(ClusterEvent event) throws InterruptedException {
    if (!(state().reach() instanceof Reachability.Answers)) {
      return;
    }
    Instant now = timers.instant();
    view = view.with(view.knowledge().seen(event, now));
    eventLog.seen(view.formerPods().touched(event), tellings.subscribers(), now);
    EventSign sign = EventSign.of(event);
    if (sign != null) {
      log.atDebug()
          .addKeyValue("context", parts.context())
          .addKeyValue("reason", event.reason())
          .addKeyValue("object", event.object())
          .log("event affects services");
      tellings.happened(event, sign);
      if (event.object().startsWith(EventCorrelation.NODE)) {
        step(new MonitorEvent.Trouble());
      }
    }
  }

  private void followEvents() {
    Set<EventScope> wanted =
        switch (state().reach()) {
          case Reachability.Answers _ -> eventScopes();
          case Reachability.Missing _ -> followed;
          case Reachability.Unknown _, Reachability.Away _, Reachability.Refused _ -> Set.of();
          case Reachability.Off _ -> Set.of();
        };
    if (!wanted.equals(followed)) {
      followed = wanted;
      events.follow(wanted, view.knowledge().eventsVersion());
    }
  }

  /**
   * Following begins behind a list, so nothing falls between the two; and a server without a good
   * answer for the list would have none for a watch.
   */
  private Set<EventScope> eventScopes() {
    return !followed.isEmpty() || view.knowledge().isAnswered(Collector.EVENTS)
        ? EventScopes.of(Collector.EVENTS.query(view.config()), tellings.namespaces())
        : Set.of();
  }

  private void answered(MonitorMessage.ProbeAnswered probe) throws InterruptedException {
    if (isProbe(probe.number())) {
      Instant now = timers.instant();
      boolean isWarm = state().reach() instanceof Reachability.Answers;
      Latencies before = view.latencies();
      Latencies after =
          isWarm
              ? before.with(probe.answer())
              : before.withHandshake(probe.answer()); // to one that was not there a moment ago
      view = view.with(after).checked(now, true);
      counters = counters.probed(true);
      log.atDebug()
          .addKeyValue("context", parts.context())
          .addKeyValue("took_ms", probe.answer().took().toMillis())
          .log("probe answered");
      step(new MonitorEvent.ProbeAnswered(probe.number()));
      Set<Collector> lacking = view.knowledge().lacking(tellings.pods(), now);
      if (!lacking.isEmpty()) {
        step(new MonitorEvent.Lacking(lacking));
      }
      if (!isWarm && state().reach() instanceof Reachability.Answers) {
        asks.measure(view.config().probeTimeout());
      }
    }
  }

  private void failed(int probe, Failure why) throws InterruptedException {
    if (isProbe(probe)) {
      view = view.checked(timers.instant(), false);
      log.atDebug()
          .addKeyValue("context", parts.context())
          .addKeyValue("why", why.message())
          .log("probe failed");
      MonitorEvent meaning = meaning(probe, why);
      counters = counters.probed(meaning instanceof MonitorEvent.ProbeAnswered);
      step(meaning);
    }
  }

  private MonitorEvent meaning(int probe, Failure why) {
    return switch (why.kind()) {
      case UNREACHABLE -> new MonitorEvent.ProbeMissed(probe, why);
      case SESSION -> new MonitorEvent.ProbeErrored(probe, why, tellings.anySessionLives());
      case CREDENTIALS, CERTIFICATE, CONFIGURATION, KUBECONFIG, CONTEXT_MISSING ->
          new MonitorEvent.ProbeRefused(probe, why);
      case FORBIDDEN, TARGET_MISSING, NO_READY_POD, PORT_TAKEN, PORT_DENIED ->
          new MonitorEvent.ProbeAnswered(probe); // whatever it says, it is there
    };
  }

  private @Nullable Failure away() {
    return state().reach() instanceof Reachability.Away away ? away.why() : null;
  }

  private boolean isProbe(int number) {
    return state().probing().running() && state().probing().number() == number;
  }

  private boolean isCurrent(int collection) {
    return state().collecting().running() && state().collecting().number() == collection;
  }

  private void collected(MonitorMessage.Collected collected) throws InterruptedException {
    if (!isCurrent(collected.number())) {
      return;
    }
    outstanding.remove(collected.what());
    boolean isAnswered = !(collected.outcome() instanceof CollectorOutcome.Failed);
    counters = counters.collected(collected.what().word(), isAnswered, collected.took());
    if (collected.outcome() instanceof CollectorOutcome.Failed(Failure why)
        && meaning(0, why) instanceof MonitorEvent.ProbeRefused) {
      step(new MonitorEvent.CollectorRefused(collected.number(), why));
      return;
    }
    note(collected);
    if (isAnswered) {
      step(new MonitorEvent.CollectorAnswered(collected.number()));
    }
  }

  private void note(MonitorMessage.Collected collected) {
    Instant now = timers.instant();
    boolean told = !(collected.outcome() instanceof CollectorOutcome.Failed);
    view =
        view.with(
                view.knowledge()
                    .with(collected.what(), collected.outcome(), now, collected.took(), holds(now)))
            .checked(now, told);
    if (collected.outcome() instanceof CollectorOutcome.Events) {
      eventLog.take(view.events(now), tellings.subscribers(), now);
    }
  }

  /** A server that has just begun may refuse what it allows a moment later. */
  private Duration holds(Instant now) {
    boolean isNew = now.isBefore(answersSince.plus(JUST_BACK)) && !now.isBefore(answersSince);
    return isNew ? Duration.ZERO : ClusterCache.REFUSAL_HOLDS;
  }

  private void reconfigured(ClusterHealthConfig config) throws InterruptedException {
    if (!config.equals(view.config())) {
      Set<Collector> asked = EnumSet.allOf(Collector.class);
      asked.removeIf(what -> !what.query(config).enabled());
      view = view.with(config).with(view.knowledge().only(asked));
      rules = MonitorRules.of(config, parts.random());
      step(new MonitorEvent.Configured());
    }
  }

  private void refresh(MonitorMessage.RefreshAsked asked) throws InterruptedException {
    if (refreshes.add(asked)) {
      if (asked.what().equals(Collector.ALL)) {
        view = view.with(view.knowledge().forgiven());
      }
      step(new MonitorEvent.RefreshAsked(asked.what()));
    }
  }

  @Override
  protected void moved(Instant now) {
    Reachability reach = state().reach();
    MonitorState.Probing probing = state().probing();
    nextProbe = probing.running() ? null : probing.nextAt(); // else it is when one counts as lost
    counters = counters.away(reach.isAway(), now);
    if (reach instanceof Reachability.Answers && !(view.reach() instanceof Reachability.Answers)) {
      answersSince = now;
    }
    boolean keeps = !reach.isAway() && !(reach instanceof Reachability.Off);
    ClusterCache known = view.knowledge().since(now.minus(view.config().cacheMaxAge()));
    view = view.with(keeps ? known : known.asStale()).with(reach);
  }

  @Override
  protected void perform(MonitorEffect effect) {
    Instant now = timers.instant();
    switch (effect) {
      case MonitorEffect.Probe probe -> asks.probe(probe.number(), probe.timeout());
      case MonitorEffect.AbandonProbe() -> {
        if (!(state().reach() instanceof Reachability.Off)) {
          counters = counters.probed(false); // it was lost
        }
        asks.abandonProbe();
      }
      case MonitorEffect.Collect(int number, Set<Collector> what) -> collect(number, what, now);
      case MonitorEffect.AbandonCollection() -> {
        outstanding.clear();
        asks.abandonCollection();
      }
      case MonitorEffect.TellAway() -> {
        if (state().reach() instanceof Reachability.Away away) {
          tellings.away(away.why());
        }
      }
      case MonitorEffect.TellBack() -> tellings.back(now);
      case MonitorEffect.TellAnswers() -> tellings.answers();
      case MonitorEffect.Refreshed() ->
          refreshes.settle(state().reach() instanceof Reachability.Answers);
    }
  }

  private void collect(int number, Set<Collector> what, Instant now) {
    outstanding.addAll(what);
    ClusterCache known = view.knowledge();
    outstanding.removeIf(one -> !known.isDue(one, now));
    Map<String, Set<String>> pods = tellings.pods();
    PodsInUse inUse = new PodsInUse(view.formerPods().besides(pods), known.open(pods, now));
    asks.collect(number, Set.copyOf(outstanding), inUse, view.config());
  }

  @Override
  protected @Nullable MonitorEvent broken(MonitorEffect effect, Throwable bug) {
    return switch (effect) {
      case MonitorEffect.Probe probe -> meaning(probe.number(), ThreadedQueryRunner.bug(bug));
      case MonitorEffect.Collect collect -> {
        outstanding.clear();
        yield new MonitorEvent.CollectionEnded(collect.number());
      }
      case MonitorEffect.AbandonProbe _, MonitorEffect.AbandonCollection _ -> null;
      case MonitorEffect.TellAway _, MonitorEffect.TellBack _, MonitorEffect.TellAnswers _ -> null;
      case MonitorEffect.Refreshed _ -> null;
    };
  }

  /** A cluster that is offline or rejects the user is what a user would act on. */
  private static boolean isActedOn(ClusterState state) {
    return state == ClusterState.OFFLINE || state == ClusterState.ERROR;
  }

  private void tellChange() {
    ClusterState before = told;
    told = view.state();
    LoggingEventBuilder line =
        log.atLevel(isActedOn(told) ? Level.WARN : Level.INFO)
            .addKeyValue("context", parts.context())
            .addKeyValue("server", parts.server())
            .addKeyValue("state", told.word())
            .addKeyValue("was", before.word());
    Failure why = view.trouble();
    if (why != null) {
      line = line.addKeyValue("why", why.message());
    }
    line.log("cluster state changed");
    parts.watcher().accept(status());
    if (told == ClusterState.RECONNECTING || told == ClusterState.DEGRADED) {
      tellings.trouble();
    }
  }

  @Override
  protected @Nullable Instant wakeAt(Instant now) {
    Instant rule = state().wakeAt(now);
    Instant telling = tellings.due(now);
    return rule == null || (telling != null && telling.isBefore(rule)) ? telling : rule;
  }

  @Override
  protected MonitorMessage wake() {
    return new MonitorMessage.Plain(new MonitorEvent.TimerFired());
  }

  @Override
  protected void closed() {
    asks.abandonProbe();
    asks.abandonCollection();
    events.follow(Set.of(), null);
    tellings.leaveAll();
    refreshes.settle(false);
  }
}
