package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.OwnerThread;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.forward.local.PodRoute;
import dev.localport.daemon.forward.rules.ForwardEvent;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Session;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The upstream half of a forward: attempts, sessions, and the pods behind the target. Used by the
 * forward's owner alone, except {@link #view}, {@link #lines}, {@link #pinned}, {@link #monitored},
 * {@link #route} and {@link #isNoPodComing}. What happens elsewhere comes as {@link UpstreamNews},
 * which the owner brings back to {@link #read}, and which may be an event for the forward's rules.
 *
 * <p>Over 300 lines, since what each piece of news means depends on attempts, sessions and pods
 * alike.
 */
public final class UpstreamSide {
  private static final Logger log = LoggerFactory.getLogger(UpstreamSide.class);

  private volatile ServiceConfig config;
  private final ClusterGate cluster;
  private final OwnerThread owner;
  private final Attempts attempts;
  private final TargetPods pods;
  private final Sessions sessions;
  private volatile @Nullable ResolvedTarget target;
  private volatile boolean noPodComing; // as the last attempt saw it
  private @Nullable String avoid;
  private Purpose next = Purpose.CONNECT;
  private Attempts.Start start = Attempts.Start.IN_TURN;
  private boolean looking; // the attempt that runs is not one of the rules

  /**
   * Creates one with nothing open.
   *
   * @param pinned the context that an earlier start settled on, or null
   * @param cluster says whether an attempt is worth it
   * @param local where sessions are put to use
   * @param mailbox takes the news, on any thread
   */
  public UpstreamSide(
      ServiceConfig config,
      KubeShell shell,
      @Nullable String pinned,
      PodDialer dialer,
      Timers timers,
      ClusterGate cluster,
      LocalSide local,
      OwnerThread owner,
      Consumer<UpstreamNews> mailbox) {
    this.config = config;
    this.cluster = cluster;
    this.owner = owner;
    this.attempts = new Attempts(config, shell, dialer, local.loop(), cluster::isAway, mailbox);
    this.pods = new TargetPods(config, dialer, mailbox);
    this.sessions = new Sessions(config, attempts, pods, dialer, timers, local, mailbox);
    attempts.pin(pinned);
  }

  /** Takes another configuration, which leads to the same target. */
  public void configure(ServiceConfig now) {
    owner.check();
    config = now;
    attempts.configure(now);
    pods.configure(now);
    sessions.configure(now);
  }

  /** Returns what is shown of it. */
  public UpstreamView view() {
    List<Upstream> now = sessions.used();
    ResolvedTarget found = target;
    return new UpstreamView(
        attempts.pinned(),
        found == null ? config.target().namespace() : found.namespace(),
        now.stream().map(Upstream::pod).distinct().toList(),
        now.stream().map(Upstream::session).toList(),
        sessions.heartbeat(),
        sessions.silence(),
        sessions.reconnects(),
        now.isEmpty()
            ? attempts.isInsecure()
            : now.stream().anyMatch(up -> up.context().isInsecure()));
  }

  /** Returns the sessions in use, for callers that take one past the switchboard. */
  public List<PodRoute> lines() {
    return sessions.used().stream().map(up -> up.line(false)).toList();
  }

  /** Returns the context that holds, or null while none is known. */
  public @Nullable String pinned() {
    return attempts.pinned();
  }

  /** Pins the context, where none is pinned yet. */
  public void pin(@Nullable String context) {
    owner.check();
    attempts.pin(context);
  }

  /** Returns the pods that the cluster's monitor looks at, as they were last reported. */
  public List<PodInfo> monitored() {
    return pods.monitored();
  }

  /**
   * Returns the route that the last attempt used, see {@link KubeContext#route}; null: none yet.
   */
  public @Nullable String route() {
    return attempts.route();
  }

  /**
   * Returns whether the last attempt found no pod, and none that could be ready soon. Any thread
   * may ask.
   */
  public boolean isNoPodComing() {
    return noPodComing;
  }

  /** Begins an attempt for a first session, giving up one that runs. */
  public void dial() {
    owner.check();
    String avoided = avoid;
    avoid = null;
    Purpose purpose = next;
    next = Purpose.CONNECT;
    looking = false;
    attempts.begin(purpose, start, sessions.findLate(), serving -> otherThan(avoided, serving));
  }

  /**
   * Begins an attempt in addition to those of the forward's rules, unless one runs: connections
   * wait. When it fails, nothing of that counts; the next attempt of the rules takes its place.
   */
  public void look() {
    owner.check();
    if (!looking && sessions.isEmpty()) {
      looking = true;
      attempts.begin(Purpose.CONNECT, Attempts.Start.IN_TURN, sessions.findLate(), List::getFirst);
    }
  }

  private static PodView otherThan(@Nullable String avoided, List<PodView> serving) {
    return serving.stream()
        .filter(pod -> !pod.name().equals(avoided))
        .findFirst()
        .orElse(serving.getFirst());
  }

  /** Gives up the attempt that runs, if one does. */
  public void abandon() {
    owner.check();
    looking = false;
    attempts.abandon();
  }

  /** Begins an attempt for one more session; connections share what there is meanwhile. */
  public void grow() {
    owner.check();
    sessions.grow();
  }

  /** Lets the sessions in use take no more connections; each ends with its last one. */
  public void drainAll() {
    owner.check();
    sessions.drainAll();
  }

  /** Nothing is open upstream anymore, and the pods are not watched. */
  public void idle() {
    abandon();
    sessions.drainAll();
    pods.stop();
  }

  /** Ends the attempt, all sessions and the watch over the pods. */
  public void closeAll() {
    abandon();
    pods.stop();
    sessions.closeAll();
  }

  /** Makes the next attempt ask for all protocols, whatever failed before: the user wants it. */
  public void askAllProtocols() {
    owner.check();
    next = Purpose.ASKED;
  }

  /**
   * Says whether attempts begin at once from now on: a person asked for one, or the cluster is
   * back. Otherwise they wait for their turn among those of all services of their context.
   */
  public void hurry(boolean now) {
    owner.check();
    start = now ? Attempts.Start.AT_ONCE : Attempts.Start.IN_TURN;
  }

  /** Makes the next attempt go to another pod, where there is one. */
  public void avoidCurrentPod() {
    owner.check();
    avoid = sessions.used().stream().map(Upstream::pod).findFirst().orElse(null);
  }

  /** Checks the pods again: the watch may never report them. */
  public void refreshPods() {
    owner.check();
    pods.refresh();
  }

  /** Looks at the pods if there is no watch; elsewhere it is known already. */
  public void lookAtPods() {
    owner.check();
    pods.look();
  }

  /** Asks the cluster whether the pod in a connection's error is still usable. */
  public void lookUp(String pod) {
    owner.check();
    if (sessions.leadsTo(pod)) {
      pods.lookUp(pod);
    }
  }

  /** Brings in order what changed, and returns what it means for the forward, in this order. */
  public List<ForwardEvent> read(UpstreamNews news) {
    owner.check();
    return switch (news) {
      case UpstreamNews.Resolved resolved -> resolved(resolved);
      case UpstreamNews.NotWorthIt(int attempt) -> notWorthIt(attempt);
      case UpstreamNews.Opened opened -> opened(opened);
      case UpstreamNews.NotOpened notOpened -> notOpened(notOpened);
      case UpstreamNews.Closed closed -> closed(closed);
      case UpstreamNews.Late(Session session, Failure why) -> late(session, why);
      case UpstreamNews.Recovered(Session session) ->
          sessions.recovered(session) ? List.of(new ForwardEvent.SessionRecovered()) : List.of();
      case UpstreamNews.Expiring(Session session) -> {
        sessions.replace(session);
        yield List.of();
      }
      case UpstreamNews.GoingAway(Session session) -> goingAway(session);
      case UpstreamNews.WantedAgain() -> {
        sessions.growAgain();
        yield List.of();
      }
      case UpstreamNews.PodReady(var pod) -> {
        podLine(pod.name()).log("pod ready");
        pods.serves(pod.name());
        sessions.podReady();
        yield List.of(new ForwardEvent.GoodSign());
      }
      case UpstreamNews.PodGone(String pod, String why) -> podGone(pod, why);
      case UpstreamNews.PodsListed(Set<String> serving) ->
          // a watch that begins again does not know what an earlier one reported
          sessions.pods().stream()
              .filter(pod -> !serving.contains(pod))
              .flatMap(stray -> podGone(stray, "it can no longer be used").stream())
              .toList();
      case UpstreamNews.PodDeleted(String pod) -> {
        sessions.podDeleted(pod);
        yield List.of();
      }
    };
  }

  private List<ForwardEvent> resolved(UpstreamNews.Resolved news) {
    if (attempts.isCurrent(news.attempt())) {
      attempts.repin(news.context().name());
      target = news.target();
      pods.follow(news.context(), news.target());
    }
    return List.of(new ForwardEvent.TargetFound());
  }

  private List<ForwardEvent> opened(UpstreamNews.Opened news) {
    CompletableFuture<Failure> closed = news.upstream().session().closed();
    if (closed.isDone()) { // it was lost before it got here
      return notOpened(new UpstreamNews.NotOpened(news.attempt(), closed.join()));
    }
    if (pods.hasLeft(news.upstream().pod())) {
      news.dropped();
      String why = "pod %s disappeared during the attempt".formatted(news.upstream().pod());
      return notOpened(
          new UpstreamNews.NotOpened(news.attempt(), new Failure(FailureKind.SESSION, why)));
    }
    if (!attempts.isCurrent(news.attempt())) {
      news.dropped();
      return List.of();
    }
    attempts.over();
    looking = false;
    sessions.adopt(news.upstream());
    return List.of(new ForwardEvent.SessionUp());
  }

  private List<ForwardEvent> notWorthIt(int attempt) {
    if (!attempts.isCurrent(attempt)) {
      return List.of();
    }
    attempts.over();
    if (!sessions.isEmpty()) {
      sessions.notGrown();
      return List.of();
    }
    looking = false;
    Failure away = cluster.away();
    if (away != null) {
      return List.of(new ForwardEvent.ClusterAway(away));
    }
    hurry(true);
    dial(); // it came back meanwhile, and its word may have been here before
    return List.of();
  }

  private List<ForwardEvent> notOpened(UpstreamNews.NotOpened news) {
    if (!attempts.isCurrent(news.attempt())) {
      return List.of();
    }
    noPodComing = news.noPodComing();
    Failure why = news.failure();
    ForwardEvent sign =
        why.kind() == FailureKind.UNREACHABLE
            ? new ForwardEvent.Unanswered()
            : new ForwardEvent.Troubled();
    if (sessions.isEmpty() && looking) {
      looking = false;
      return List.of(sign);
    }
    if (sessions.isEmpty()) {
      return List.of(sign, new ForwardEvent.AttemptFailed(why));
    }
    log.atDebug()
        .addKeyValue("service", config.name())
        .addKeyValue("why", why.message())
        .log("no other session");
    attempts.over();
    sessions.notGrown();
    return List.of(sign);
  }

  private List<ForwardEvent> closed(UpstreamNews.Closed news) {
    if (!sessions.drop(news.session())) {
      return List.of();
    }
    pods.refresh(); // the watch may have been lost with it, unseen
    return List.of(new ForwardEvent.SessionLost(news.why()));
  }

  private List<ForwardEvent> late(Session session, Failure why) {
    List<ForwardEvent> events = new ArrayList<>(List.of(new ForwardEvent.Unanswered()));
    if (sessions.late(session)) {
      pods.refresh(); // the watch may be as deaf as it is
      events.add(new ForwardEvent.SessionLate(why));
    }
    return events;
  }

  private List<ForwardEvent> goingAway(Session session) {
    if (!sessions.leave(session)) {
      return List.of();
    }
    return session.protocol() == Protocol.CHANNEL
        ? List.of(lost("a connection to the pod could not be opened"))
        : List.of(
            lost("the API server is ending the session"),
            new ForwardEvent.GoodSign()); // it said so: it is there
  }

  private static ForwardEvent lost(String why) {
    return new ForwardEvent.SessionLost(new Failure(FailureKind.SESSION, why));
  }

  /** New connections leave a pod that goes at once; those it has may live on until they end. */
  private List<ForwardEvent> podGone(String pod, String why) {
    podLine(pod).addKeyValue("why", why).log("pod cannot be used");
    pods.gone(pod);
    List<ForwardEvent> events = new ArrayList<>(List.of(new ForwardEvent.Troubled()));
    if (sessions.podGone(pod)) {
      events.add(lost("pod %s: %s".formatted(pod, why)));
      if (!pods.ready().isEmpty()) {
        events.add(new ForwardEvent.GoodSign());
      }
    }
    return events;
  }

  private LoggingEventBuilder podLine(String pod) {
    return log.atDebug().addKeyValue("service", config.name()).addKeyValue("pod", pod);
  }
}
