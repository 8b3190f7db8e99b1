package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.tunnel.Session;
import java.util.Set;

/**
 * What the upstream half of a forward reports to its owner: of attempts, of sessions, and of pods.
 */
public sealed interface UpstreamNews extends Actor.Message {
  /** An attempt has found the target; {@code attempt} says whether it is the newest. */
  record Resolved(int attempt, KubeContext context, ResolvedTarget target)
      implements UpstreamNews {}

  /** An attempt was not begun: the cluster's monitor says that it is offline. */
  record NotWorthIt(int attempt) implements UpstreamNews {}

  /** An attempt has a session. */
  record Opened(int attempt, Upstream upstream) implements UpstreamNews {
    @Override
    public void dropped() {
      upstream.session().close(new Failure(FailureKind.SESSION, "the attempt was canceled"));
    }
  }

  /**
   * An attempt failed.
   *
   * @param noPodComing whether there is no pod, and none that could be ready soon
   */
  record NotOpened(int attempt, Failure failure, boolean noPodComing) implements UpstreamNews {
    /** An attempt failed for a reason that has nothing to do with pods. */
    NotOpened(int attempt, Failure failure) {
      this(attempt, failure, false);
    }
  }

  /** A session is over. */
  record Closed(Session session, Failure why) implements UpstreamNews {}

  /** A session does not answer: it gets no new connections, and its open ones live on. */
  record Late(Session session, Failure why) implements UpstreamNews {}

  /** A session that was late was heard again. */
  record Recovered(Session session) implements UpstreamNews {}

  /** A session is to be replaced: it is in doubt, see {@link Session#suspected}, or old. */
  record Expiring(Session session) implements UpstreamNews {}

  /** A session takes no new connections: its server is about to end it. */
  record GoingAway(Session session) implements UpstreamNews {}

  /** One more session was not to be had a while ago; it may be wanted still. */
  record WantedAgain() implements UpstreamNews {}

  /** A pod behind the target is usable. */
  record PodReady(PodView pod) implements UpstreamNews {}

  /** A pod behind the target can no longer be used. */
  record PodGone(String pod, String why) implements UpstreamNews {}

  /** These pods serve, and no others. */
  record PodsListed(Set<String> serving) implements UpstreamNews {
    /** Copies the names. */
    public PodsListed {
      serving = Set.copyOf(serving);
    }
  }

  /** A pod behind the target does not exist anymore. */
  record PodDeleted(String pod) implements UpstreamNews {}
}
