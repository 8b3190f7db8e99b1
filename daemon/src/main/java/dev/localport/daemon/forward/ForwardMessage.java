package dev.localport.daemon.forward;

import dev.localport.config.ServiceConfig;
import dev.localport.daemon.actor.Actor;
import dev.localport.daemon.cluster.ClusterSubscription;
import dev.localport.daemon.cluster.EventSign;
import dev.localport.daemon.forward.rules.ForwardEvent;
import dev.localport.daemon.forward.upstream.UpstreamNews;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A message for a forward's owner; some are an event of the rules, some only lead to one. */
sealed interface ForwardMessage extends Actor.Message {
  /** An event of the rules as it is. */
  record Happened(ForwardEvent event) implements ForwardMessage {}

  /** The upstream half reports something. */
  record FromUpstream(UpstreamNews news) implements ForwardMessage {
    @Override
    public void dropped() {
      news.dropped();
    }
  }

  /**
   * The forward has subscribed to its cluster's monitor.
   *
   * @param subscription null: the context could not be opened
   * @param context its name, null with it
   */
  record ClusterJoined(@Nullable ClusterSubscription subscription, @Nullable String context)
      implements ForwardMessage {
    @Override
    public void dropped() {
      if (subscription != null) {
        subscription.close();
      }
    }
  }

  /**
   * A connection waits for a session.
   *
   * @param raised is true while such a message waits: one is enough
   */
  record ConnectionHeld(AtomicBoolean raised) implements ForwardMessage {
    @Override
    public void dropped() {
      raised.set(false);
    }
  }

  /**
   * The next connection would have to share a session, or to wait for one.
   *
   * @param raised is true while such a message waits: one is enough
   */
  record SpareWanted(AtomicBoolean raised) implements ForwardMessage {
    @Override
    public void dropped() {
      raised.set(false);
    }
  }

  /**
   * A port of the pod refused a connection.
   *
   * @param raised is true while such a message waits: one is enough
   */
  record ConnectionRefused(AtomicBoolean raised, String pod, int port) implements ForwardMessage {
    @Override
    public void dropped() {
      raised.set(false);
    }
  }

  /** A health check of the service has ended. */
  record HealthChecked() implements ForwardMessage {}

  /** A connection's error names the pod: it has to be looked up. */
  record PodSuspected(String pod) implements ForwardMessage {}

  /** Something changed for the better outside: the machine woke, its network changed. */
  record WorldChanged() implements ForwardMessage {}

  /** The API server answers: a forward that waits because it did not tries at once. */
  record ServerAnswers() implements ForwardMessage {}

  /** The cluster has trouble of its own: the service is checked sooner. */
  record ClusterTroubled() implements ForwardMessage {}

  /** An event of the cluster touches the service. */
  record ClusterEventSeen(EventSign sign) implements ForwardMessage {}

  /** The service's file says something else now, and leads to the same target. */
  record Configured(ServiceConfig now) implements ForwardMessage {}

  /** All messages before this one have been processed. */
  record CaughtUp(CompletableFuture<Void> done) implements ForwardMessage {
    @Override
    public void dropped() {
      done.complete(null); // a forward that has ended receives nothing more
    }
  }

  /** It may be time for what the forward waits for. */
  record TimeCame() implements ForwardMessage {}

  /** The user wants new sessions, to another pod where there is one. */
  record RestartAsked() implements ForwardMessage {}
}
