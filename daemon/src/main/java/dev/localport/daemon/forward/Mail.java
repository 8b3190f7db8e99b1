package dev.localport.daemon.forward;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.tunnel.Session;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a forward's owner is told; some of it is an event of the rules, some only leads to one. */
sealed interface Mail extends Actor.Mail {
  /** An event of the rules as it is. */
  record Plain(ForwardEvent event) implements Mail {}

  /** An attempt has found the target; {@code attempt} tells whether it is the newest. */
  record Resolved(int attempt, KubeContext context, ResolvedTarget target) implements Mail {}

  /** An attempt has a session. */
  record Opened(int attempt, Upstream upstream) implements Mail {
    @Override
    public void dropped() {
      upstream.session().close(new Failure(FailureKind.SESSION, "the attempt was given up"));
    }
  }

  /** An attempt was not begun: the cluster's monitor says that it is away. */
  record NotWorthIt(int attempt) implements Mail {}

  /**
   * The forward is a user of its cluster's monitor.
   *
   * @param use null: the context could not be opened
   * @param context its name, null with it
   */
  record Tied(ClusterHealthManager.@Nullable Use use, @Nullable String context) implements Mail {
    @Override
    public void dropped() {
      if (use != null) {
        use.close();
      }
    }
  }

  /** An attempt came to nothing. */
  record NotOpened(int attempt, Failure failure) implements Mail {}

  /** A session is over. */
  record Closed(Session session, Failure why) implements Mail {}

  /** A session is to be replaced: it is in doubt, see {@link Session#doubted}, or old. */
  record Worn(Session session) implements Mail {}

  /** The next connection would have to share a session, or to wait for one. */
  record Wanted() implements Mail {}

  /** One more session was not to be had a while ago; it may be wanted still. */
  record WantedAgain() implements Mail {}

  /** A session carried nothing for a while, and others serve. */
  record Unused(Session session) implements Mail {}

  /** A session takes no new connections: its server is about to end it. */
  record GoingAway(Session session) implements Mail {}

  /** A pod behind the target serves. */
  record PodReady(PodView pod) implements Mail {}

  /** A pod behind the target does not serve any more. */
  record PodGone(String pod, String why) implements Mail {}

  /** These pods serve, and no others. */
  record PodsListed(Set<String> serving) implements Mail {
    public PodsListed {
      serving = Set.copyOf(serving);
    }
  }

  /** A pod behind the target does not exist any more. */
  record PodDeleted(String pod) implements Mail {}

  /** A connection's error names the pod: it has to be looked up. */
  record PodDoubted(String pod) implements Mail {}

  /** Something changed for the better outside: the machine woke, its network changed. */
  record WorldChanged() implements Mail {}

  /** The idle timeout may have passed. */
  record Unneeded() implements Mail {}

  /** The user wants new sessions, to another pod where there is one. */
  record RestartAsked() implements Mail {}
}
