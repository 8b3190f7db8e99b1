package dev.localport.daemon.cluster;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.NodeInfo;
import dev.localport.api.Resources;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.ClusterQuery;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.kube.reads.EventList;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * Asks a cluster for one thing, again where that may help, and makes what came of it an {@link
 * CollectorOutcome}. Blocks, on a virtual thread; an interrupt ends it.
 *
 * @param random gives values from 0 (included) to 1 (excluded)
 * @param doubts is called for a missing answer: is the cluster reachable at all?
 */
record CollectorCall(
    ClusterReads reads,
    ClusterHealthConfig config,
    Timers timers,
    DoubleSupplier random,
    Consumer<Failure> doubts) {
  private static final int MOST_NODES = 5_000;
  private static final int MOST_EVENTS = 500;
  private static final int EVENTS = 50;
  private static final Duration PAUSE = Duration.ofMillis(500);
  private static final int MOST_DOUBLINGS = 4;

  /** Asks once. */
  private interface Once {
    CollectorOutcome ask(ClusterQuery query, Duration timeout) throws KubeException;
  }

  /**
   * Returns what asking came to.
   *
   * @param pods those behind services
   */
  CollectorOutcome ask(Collector what, PodsInUse pods) throws InterruptedException {
    return switch (what) {
      case NODES -> tried(what, this::nodes);
      case PODS ->
          tried(what, (query, limit) -> new CollectorOutcome.Pods(reads.pods(query, limit)));
      case INFO -> tried(what, this::info);
      case USAGE ->
          tried(what, (query, limit) -> new CollectorOutcome.Usage(reads.nodeUsage(limit)));
      case EVENTS -> tried(what, (query, limit) -> events(query, pods.all(), limit));
      case POD_USAGE -> tried(what, (_, limit) -> podUsage(pods.measurable(), limit));
    };
  }

  private CollectorOutcome nodes(ClusterQuery query, Duration timeout) throws KubeException {
    List<NodeInfo> nodes = reads.nodes(query, timeout);
    return new CollectorOutcome.Nodes(nodes.subList(0, Math.min(nodes.size(), MOST_NODES)));
  }

  private CollectorOutcome events(
      ClusterQuery query, Map<String, Set<String>> pods, Duration timeout) throws KubeException {
    int most = query.limit() == 0 ? EVENTS : Math.min(query.limit(), MOST_EVENTS);
    EventList list = reads.events(query, most, pods, timeout);
    List<ClusterEvent> events = list.events();
    return new CollectorOutcome.Events(
        events.subList(0, Math.min(events.size(), 2 * most)), list.version());
  }

  private CollectorOutcome info(ClusterQuery query, Duration timeout) throws KubeException {
    String version = reads.version(timeout);
    List<String> unready = new ArrayList<>();
    unready.addAll(ifTold(() -> reads.unreadyParts(timeout)));
    unready.addAll(ifTold(() -> reads.unreadyServices(timeout)));
    return new CollectorOutcome.Info(version, unready);
  }

  /** A namespace that forbids it takes nothing from the others. */
  private CollectorOutcome podUsage(Map<String, Set<String>> pods, Duration timeout)
      throws KubeException {
    Set<String> asked = new HashSet<>();
    Map<String, Map<String, Resources>> used = new HashMap<>();
    Map<String, Instant> closed = new HashMap<>();
    for (Map.Entry<String, Set<String>> in : pods.entrySet()) {
      String prefix = in.getKey() + "/";
      in.getValue().forEach(pod -> asked.add(prefix + pod));
      try {
        reads
            .podUsage(in.getKey(), in.getValue(), timeout)
            .forEach((pod, containers) -> used.put(prefix + pod, containers));
      } catch (KubeException e) {
        if (e.failure().kind() != FailureKind.FORBIDDEN) {
          throw e;
        }
        closed.put(in.getKey(), timers.instant().plus(ClusterCache.REFUSAL_HOLDS));
      }
    }
    return new CollectorOutcome.PodUsage(asked, used, closed);
  }

  private interface Phrases {
    List<String> read() throws KubeException;
  }

  /** Few may see these; without them the version is still worth knowing. */
  private static List<String> ifTold(Phrases phrases) throws KubeException {
    try {
      return phrases.read();
    } catch (KubeException e) {
      FailureKind kind = e.failure().kind();
      if (kind == FailureKind.FORBIDDEN || kind == FailureKind.TARGET_MISSING) {
        return List.of();
      }
      throw e;
    }
  }

  private CollectorOutcome tried(Collector what, Once once) throws InterruptedException {
    ClusterQuery query = what.query(config);
    Duration timeout = query.timeout() == null ? config.timeout() : query.timeout();
    for (int attempt = 0; ; attempt++) {
      Failure why;
      try {
        return once.ask(query, timeout);
      } catch (KubeException e) {
        why = e.failure();
      }
      if (Thread.interrupted()) { // an abandoned collection needs no result
        throw new InterruptedException();
      }
      switch (why.kind()) {
        case FORBIDDEN -> {
          return forbidden(what, query, why, timeout);
        }
        case TARGET_MISSING -> {
          return new CollectorOutcome.Refused(why, null);
        }
        case CONFIGURATION, KUBECONFIG, CONTEXT_MISSING, CERTIFICATE, CREDENTIALS -> {
          return new CollectorOutcome.Failed(why);
        }
        case UNREACHABLE -> doubts.accept(why);
        case SESSION, NO_READY_POD, PORT_TAKEN, PORT_DENIED -> {}
      }
      if (attempt >= config.retryAttempts()) {
        return new CollectorOutcome.Failed(why);
      }
      pause(attempt);
    }
  }

  /** A proxy may forbid what the cluster would allow: then no right is missing. */
  private CollectorOutcome forbidden(
      Collector what, ClusterQuery query, Failure why, Duration timeout) {
    String resource = what.resource();
    boolean missing = true;
    if (resource != null && query.namespace() == null) { // the review asks for the whole cluster
      try {
        missing = !reads.mayList(what.group(), resource, timeout);
      } catch (KubeException e) {
        // unknown: then the refusal itself counts
      }
    }
    return new CollectorOutcome.Refused(why, missing ? what.permission(query.namespace()) : null);
  }

  private void pause(int attempt) throws InterruptedException {
    double wait =
        PAUSE.toMillis() * (1L << Math.min(attempt, MOST_DOUBLINGS)) * (0.5 + random.getAsDouble());
    timers.pause(Duration.ofMillis(Math.round(wait)));
  }
}
