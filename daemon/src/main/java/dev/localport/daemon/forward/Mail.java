package dev.localport.daemon.forward;

import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.forward.upstream.UpstreamNews;
import dev.localport.daemon.tunnel.Session;
import org.jspecify.annotations.Nullable;

/** What a forward's owner is told; some of it is an event of the rules, some only leads to one. */
sealed interface Mail extends Actor.Mail {
  /** An event of the rules as it is. */
  record Plain(ForwardEvent event) implements Mail {}

  /** The upstream half tells something. */
  record FromUpstream(UpstreamNews news) implements Mail {
    @Override
    public void dropped() {
      news.dropped();
    }
  }

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

  /** The next connection would have to share a session, or to wait for one. */
  record Wanted() implements Mail {}

  /** A session carried nothing for a while, and others serve. */
  record Unused(Session session) implements Mail {}

  /** A connection's error names the pod: it has to be looked up. */
  record PodDoubted(String pod) implements Mail {}

  /** Something changed for the better outside: the machine woke, its network changed. */
  record WorldChanged() implements Mail {}

  /** The API server answers: a forward that waits because it did not tries at once. */
  record ServerAnswers() implements Mail {}

  /** A good sign of the server, which had to wait, is due. */
  record SignDue() implements Mail {}

  /** The idle timeout may have passed. */
  record Unneeded() implements Mail {}

  /** The user wants new sessions, to another pod where there is one. */
  record RestartAsked() implements Mail {}
}
