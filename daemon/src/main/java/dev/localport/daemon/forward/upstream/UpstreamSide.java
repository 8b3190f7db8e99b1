package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.PodInfo;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.local.Line;
import dev.localport.daemon.forward.local.LocalSide;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.Session;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The upstream half of a forward: attempts, sessions, and the pods behind the target. Used by the
 * forward's owner alone, except {@link #view}, {@link #lines}, {@link #pinned}, {@link #monitored}
 * and {@link #route}. What happens elsewhere comes as {@link UpstreamNews}, which the owner brings
 * back to {@link #read}.
 */
public final class UpstreamSide {
  private static final Logger log = LoggerFactory.getLogger(UpstreamSide.class);

  private final ServiceConfig config;
  private final Attempts attempts;
  private final TargetPods pods;
  private final Sessions sessions;
  private volatile @Nullable ResolvedTarget target;
  private @Nullable String avoid;

  /**
   * Makes one with nothing open.
   *
   * @param pinned the context that an earlier start settled on, or null
   * @param away tells of a cluster that nothing is worth trying there; asked on any thread
   * @param local where sessions are put to use
   * @param mailbox takes the news, on any thread
   */
  public UpstreamSide(
      ServiceConfig config,
      KubeShell shell,
      @Nullable String pinned,
      PodDialer dialer,
      Timers timers,
      Predicate<KubeContext> away,
      LocalSide local,
      Consumer<UpstreamNews> mailbox) {
    this.config = config;
    this.attempts = new Attempts(config, shell, dialer, local.loop(), away, mailbox);
    this.pods = new TargetPods(config, dialer, mailbox);
    this.sessions = new Sessions(config, attempts, pods, dialer, timers, local, mailbox);
    attempts.pin(pinned);
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
        sessions.reconnects());
  }

  /** Returns the sessions in use, for who takes one past the switchboard. */
  public List<Line> lines() {
    return sessions.used().stream().map(up -> up.line(false)).toList();
  }

  /** Returns the context that holds, or null while none is known. */
  public @Nullable String pinned() {
    return attempts.pinned();
  }

  /** Pins the context, where none is pinned yet. */
  public void pin(@Nullable String context) {
    attempts.pin(context);
  }

  /** Returns the pods that the cluster's monitor looks at, as they were told last. */
  public List<PodInfo> monitored() {
    return pods.monitored();
  }

  /** Returns the way that the last attempt took, see {@link KubeContext#route}; null: none yet. */
  public @Nullable String route() {
    return attempts.route();
  }

  /** Begins an attempt for a first session, giving up one that runs. */
  public void dial() {
    String avoided = avoid;
    avoid = null;
    attempts.begin(Purpose.CONNECT, serving -> otherThan(avoided, serving));
  }

  private static PodView otherThan(@Nullable String avoided, List<PodView> serving) {
    return serving.stream()
        .filter(pod -> !pod.name().equals(avoided))
        .findFirst()
        .orElse(serving.getFirst());
  }

  /** Gives up the attempt that runs, if one does. */
  public void abandon() {
    attempts.abandon();
  }

  /** Begins an attempt for one more session; connections share what there is meanwhile. */
  public void grow() {
    sessions.grow();
  }

  /** Lets a session that is not needed take no more connections; others serve. */
  public void leave(Session session) {
    boolean _ = sessions.leave(session);
  }

  /** Lets the sessions in use take no more connections; each ends with its last one. */
  public void retireAll() {
    sessions.retireAll();
  }

  /** Nothing is open upstream any more, and nobody looks at the pods. */
  public void rest() {
    attempts.abandon();
    sessions.retireAll();
    pods.stop();
  }

  /** Ends the attempt, all sessions and the watch over the pods. */
  public void closeAll() {
    attempts.abandon();
    pods.stop();
    sessions.closeAll();
  }

  /** Makes the next attempt go to another pod, where there is one. */
  public void avoidCurrentPod() {
    avoid = sessions.used().stream().map(Upstream::pod).findFirst().orElse(null);
  }

  /** Looks at the pods anew: what the watch would tell may never come. */
  public void refreshPods() {
    pods.refresh();
  }

  /** Asks the cluster whether a pod that a connection's error speaks of still serves. */
  public void lookUp(String pod) {
    if (sessions.leadsTo(pod)) {
      pods.lookUp(pod);
    }
  }

  /** Brings in order what changed, and tells what it means. */
  public void read(UpstreamNews news, UpstreamListener listener) throws InterruptedException {
    switch (news) {
      case UpstreamNews.Resolved resolved -> resolved(resolved, listener);
      case UpstreamNews.NotWorthIt(int attempt) -> notWorthIt(attempt, listener);
      case UpstreamNews.Opened opened -> opened(opened, listener);
      case UpstreamNews.NotOpened notOpened -> notOpened(notOpened, listener);
      case UpstreamNews.Closed closed -> closed(closed, listener);
      case UpstreamNews.Worn(Session session) -> sessions.replace(session);
      case UpstreamNews.GoingAway(Session session) -> goingAway(session, listener);
      case UpstreamNews.WantedAgain() -> sessions.growAgain();
      case UpstreamNews.PodReady(var pod) -> {
        podLine(pod.name()).log("pod serves");
        pods.serves(pod.name());
        sessions.podReady();
        listener.onGoodSign();
      }
      case UpstreamNews.PodGone(String pod, String why) -> podGone(pod, why, listener);
      case UpstreamNews.PodsListed(Set<String> serving) -> {
        // a watch that begins anew does not know what an earlier one told
        for (String stray : view().pods()) {
          if (!serving.contains(stray)) {
            podGone(stray, "it does not serve any more", listener);
          }
        }
      }
      case UpstreamNews.PodDeleted(String pod) -> sessions.podDeleted(pod);
    }
  }

  private void resolved(UpstreamNews.Resolved news, UpstreamListener listener) {
    if (attempts.isCurrent(news.attempt())) {
      attempts.repin(news.context().name());
      target = news.target();
      pods.follow(news.context(), news.target());
    }
    listener.onTarget();
  }

  private void opened(UpstreamNews.Opened news, UpstreamListener listener)
      throws InterruptedException {
    CompletableFuture<Failure> closed = news.upstream().session().closed();
    if (closed.isDone()) { // it was lost on its way here
      notOpened(new UpstreamNews.NotOpened(news.attempt(), closed.join()), listener);
    } else if (pods.hasLeft(news.upstream().pod())) {
      news.dropped();
      Failure why =
          new Failure(
              FailureKind.SESSION, "pod %s left meanwhile".formatted(news.upstream().pod()));
      notOpened(new UpstreamNews.NotOpened(news.attempt(), why), listener);
    } else if (attempts.isCurrent(news.attempt())) {
      attempts.over();
      sessions.adopt(news.upstream());
      listener.onUp();
    } else {
      news.dropped();
    }
  }

  private void notWorthIt(int attempt, UpstreamListener listener) throws InterruptedException {
    if (!attempts.isCurrent(attempt)) {
      return;
    }
    attempts.over();
    if (sessions.isEmpty()) {
      listener.onNotWorthIt();
    } else {
      sessions.notGrown();
    }
  }

  private void notOpened(UpstreamNews.NotOpened news, UpstreamListener listener)
      throws InterruptedException {
    if (!attempts.isCurrent(news.attempt())) {
      return;
    }
    if (news.failure().kind() == FailureKind.UNREACHABLE) {
      listener.onSilence();
    } else {
      listener.onTrouble();
    }
    if (sessions.isEmpty()) {
      listener.onFailed(news.failure());
    } else {
      log.atDebug()
          .addKeyValue("service", config.name())
          .addKeyValue("why", news.failure().message())
          .log("no other session");
      attempts.over();
      sessions.notGrown();
    }
  }

  private void closed(UpstreamNews.Closed news, UpstreamListener listener)
      throws InterruptedException {
    if (news.session().heartbeat().missed() > 0) {
      listener.onSilence();
    }
    if (sessions.drop(news.session())) {
      pods.refresh(); // the watch may have been lost with it, unseen
      listener.onLost(news.why());
    }
  }

  private void goingAway(Session session, UpstreamListener listener) throws InterruptedException {
    if (sessions.leave(session)) {
      listener.onLost(new Failure(FailureKind.SESSION, "the API server ends the session"));
      listener.onGoodSign(); // it said so: it is there
    }
  }

  /** New connections leave a pod that goes at once; those it has may live on until they end. */
  private void podGone(String pod, String why, UpstreamListener listener)
      throws InterruptedException {
    podLine(pod).addKeyValue("why", why).log("pod serves no more");
    listener.onTrouble();
    pods.gone(pod);
    if (sessions.podGone(pod)) {
      listener.onLost(new Failure(FailureKind.SESSION, "pod %s: %s".formatted(pod, why)));
      if (!pods.ready().isEmpty()) {
        listener.onGoodSign();
      }
    }
  }

  private LoggingEventBuilder podLine(String pod) {
    return log.atDebug().addKeyValue("service", config.name()).addKeyValue("pod", pod);
  }
}
