package dev.localport.daemon.forward.upstream;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.UnknownFailure;
import dev.localport.config.HeartbeatConfig;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.kube.TargetPort;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.DialException;
import dev.localport.daemon.tunnel.Patience;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.SessionDialer;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One attempt, step by step: look the target up, choose a pod, open a session, have a ping
 * answered. Blocks; an interrupt cancels the attempt. Thread-safe.
 *
 * <p>Over 300 lines, since each step of an attempt can fail in ways that mean different things.
 */
public final class PodDialer {
  private static final String ALL_THE_SAME =
      "; to connect anyway, use ready: any, or localport forward --ready any";
  private static final Failure GIVEN_UP =
      new Failure(FailureKind.SESSION, "the attempt was canceled");

  private final KubeContexts contexts;
  private final SessionDialer sessions;
  private final Protocols known;
  private final ProtocolDial protocols;
  private final AttemptTurns turns;

  /**
   * Dials over the given contexts and sessions; {@code timers} say when to look for a better
   * protocol again, and when attempts that wait may begin.
   */
  public PodDialer(KubeContexts contexts, SessionDialer sessions, Timers timers) {
    this.contexts = contexts;
    this.sessions = sessions;
    this.known = new Protocols(timers);
    this.turns = new AttemptTurns(timers);
    this.protocols = new ProtocolDial(known);
  }

  /** A pod and the ports that are meant in it. */
  public record Choice(PodView pod, List<Integer> ports) {
    /** Copies the ports, so that a choice never changes. */
    public Choice {
      ports = List.copyOf(ports);
    }
  }

  /** An attempt that failed. */
  public static final class AttemptException extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Failure failure;
    private final boolean noPodComing;

    AttemptException(Failure failure, @Nullable Throwable cause) {
      super(failure.message(), cause);
      this.failure = failure;
      this.noPodComing = false;
    }

    /** No pod is ready. */
    AttemptException(Failure failure, List<PodView> pods) {
      super(failure.message());
      this.failure = failure;
      this.noPodComing = pods.stream().noneMatch(PodView::isComing);
    }

    /** Returns whether there is no pod, and none that could be ready soon. */
    boolean isNoPodComing() {
      return noPodComing;
    }

    /** Returns what went wrong. */
    public Failure failure() {
      return failure;
    }
  }

  /**
   * Opens the context of a service.
   *
   * @param shell with the service's own kubeconfig or the caller's, resolved
   * @param pinned holds over the configuration's word and the current context; may be null
   */
  public KubeContext context(ServiceConfig service, KubeShell shell, @Nullable String pinned)
      throws AttemptException {
    try {
      return contexts.open(shell, pinned == null ? service.target().context() : pinned);
    } catch (KubeException e) {
      throw new AttemptException(e.failure(), e);
    }
  }

  /** Looks the target of a service up. */
  public ResolvedTarget resolve(KubeContext context, ServiceConfig service)
      throws AttemptException {
    try {
      return context.targets().resolve(service.target(), service.ports());
    } catch (KubeException e) {
      throw new AttemptException(e.failure(), e);
    }
  }

  /**
   * Chooses a pod.
   *
   * @param favourite chooses among those that serve, newest first
   * @throws AttemptException of kind NO_READY_POD, with what the pods say
   */
  public Choice choose(
      KubeContext context, ResolvedTarget target, Function<List<PodView>, PodView> favourite)
      throws AttemptException {
    try {
      List<PodView> pods = context.targets().pods(target);
      List<PodView> serving = pods.stream().filter(pod -> target.serves(pod, pods)).toList();
      if (serving.isEmpty()) {
        throw new AttemptException(noReadyPod(target, pods), pods);
      }
      PodView pod = favourite.apply(serving);
      List<Integer> ports = new ArrayList<>();
      for (TargetPort port : target.ports()) {
        ports.add(port.in(pod));
      }
      return new Choice(pod, ports);
    } catch (KubeException e) {
      throw new AttemptException(e.failure(), e);
    }
  }

  private static Failure noReadyPod(ResolvedTarget target, List<PodView> pods) {
    String what =
        pods.isEmpty()
            ? "there are no pods"
            : pods.stream().limit(3).map(PodDialer::describe).collect(Collectors.joining(", "));
    String more = pods.size() > 3 ? " and %d more".formatted(pods.size() - 3) : "";
    return new Failure(
        FailureKind.NO_READY_POD,
        "no pod of %s in namespace %s is ready: %s%s%s"
            .formatted(
                target.text(),
                target.namespace(),
                what,
                more,
                pods.stream().anyMatch(PodDialer::isJustNotReady) ? ALL_THE_SAME : ""));
  }

  private static boolean isJustNotReady(PodView pod) {
    return !pod.deleting() && pod.trouble() == null && pod.phase().equals("Running");
  }

  private static String describe(PodView pod) {
    String trouble = pod.trouble();
    String state =
        pod.deleting()
            ? "being deleted"
            : trouble == null
                ? pod.phase()
                : trouble.endsWith("BackOff")
                    ? "in " + trouble
                    : trouble.equals("ContainersNotReady") ? "not ready" : trouble;
    return "%s is %s".formatted(pod.name(), state);
  }

  /**
   * Opens a session to the chosen pod on the given event loop, over the best protocol that works.
   */
  public Session open(
      KubeContext context,
      ResolvedTarget target,
      Choice choice,
      ServiceConfig service,
      EventLoop loop,
      Purpose purpose)
      throws AttemptException, InterruptedException {
    try {
      return dial(context, choice, target, service, loop, purpose);
    } catch (DialException e) {
      if (e.failure().kind() != FailureKind.CREDENTIALS) {
        throw new AttemptException(explain(e.failure(), target, choice), e);
      }
    }
    context.credentialsRefused(); // a kept token may have been revoked: one fresh one is tried
    try {
      return dial(context, choice, target, service, loop, purpose);
    } catch (DialException e) {
      throw new AttemptException(explain(e.failure(), target, choice), e);
    }
  }

  private Session dial(
      KubeContext context,
      Choice choice,
      ResolvedTarget target,
      ServiceConfig service,
      EventLoop loop,
      Purpose purpose)
      throws DialException, InterruptedException, AttemptException {
    SessionDialer.Request request;
    try {
      request =
          new SessionDialer.Request(
              new SessionDialer.Access(context.endpoint(), context.headers()),
              () -> access(context),
              target.namespace(),
              choice.pod().name(),
              patience(service.heartbeat()),
              way(context));
    } catch (KubeException e) {
      throw new AttemptException(e.failure(), e);
    }
    return protocols.open(
        request.way(),
        purpose,
        (protocol, limit) -> await(request, sessions.dial(request, protocol, loop), limit));
  }

  private static Patience patience(HeartbeatConfig heartbeat) {
    return new Patience(
        heartbeat.interval(),
        heartbeat.timeout(),
        heartbeat.quiet(),
        heartbeat.proof(),
        heartbeat.giveUp());
  }

  private static SessionDialer.Access access(KubeContext context) throws DialException {
    try {
      return new SessionDialer.Access(context.endpoint(), context.headers());
    } catch (KubeException e) {
      throw new DialException(e.failure().kind(), e.failure().message(), e);
    }
  }

  private static Session await(
      SessionDialer.Request request, CompletableFuture<Session> dialling, Duration limit)
      throws DialException, InterruptedException {
    boolean taken = false;
    try {
      Session session = dialling.get(limit.toMillis(), TimeUnit.MILLISECONDS);
      taken = true;
      return session;
    } catch (TimeoutException e) {
      throw SessionDialer.tooSlow(request.access().endpoint(), limit);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof DialException dial) {
        throw dial;
      }
      Throwable unknown = e.getCause() == null ? e : e.getCause();
      throw new DialException(FailureKind.SESSION, UnknownFailure.of(unknown).message(), e);
    } finally {
      if (!taken && !dialling.cancel(false)) { // cancelling closes what is not yet open
        var _ = dialling.thenAccept(late -> late.close(GIVEN_UP));
      }
    }
  }

  /** Returns what lets attempts begin in turn. */
  public AttemptTurns turns() {
    return turns;
  }

  /** Has all sessions prove that they live: the machine woke, or its network changed. */
  public void proveAll() {
    known.lookAgain();
    sessions.proveAll();
  }

  /** Says why no better protocol works a context; empty while the best one does. */
  public String whyNoBetter(KubeContext context) {
    return known.find(way(context)).map(Protocols.Known::why).orElse("");
  }

  /** Returns how many sessions use the route of this one. */
  int sessions(Upstream upstream) {
    return sessions.group(way(upstream.context())).size();
  }

  private static String way(KubeContext context) {
    return context.name() + " " + context.route();
  }

  private static Failure explain(Failure failure, ResolvedTarget target, Choice choice) {
    if (failure.kind() == FailureKind.FORBIDDEN) {
      return named(failure, target);
    }
    if (failure.kind() != FailureKind.UNREACHABLE
        && !choice.pod().serves(target.runningIsEnough())) {
      return lastResort(failure, target, choice.pod());
    }
    // a pod that was deleted between the choice and the dial is no missing target, unless it was
    // named
    return failure.kind() == FailureKind.TARGET_MISSING && target.podName() == null
        ? new Failure(FailureKind.SESSION, failure.message())
        : failure;
  }

  /** A 403 need not say what is forbidden; we know what we asked for. */
  private static Failure named(Failure failure, ResolvedTarget target) {
    return failure.message().contains(" cannot ")
        ? failure
        : new Failure(
            FailureKind.FORBIDDEN,
            "%s; missing permission: create pods/portforward in namespace %s"
                .formatted(failure.message(), target.namespace()));
  }

  private static Failure lastResort(Failure failure, ResolvedTarget target, PodView pod) {
    return new Failure(
        FailureKind.NO_READY_POD,
        ("no pod of %s in namespace %s is ready: the containers of %s are, but their node does not"
                + " report to the cluster, and a connection to it failed: %s")
            .formatted(target.text(), target.namespace(), pod.name(), failure.message()));
  }

  /**
   * Waits for the answer to a ping; the time it took is returned. Without one the session is
   * closed: also when the caller is interrupted, since it is known only here.
   */
  public Duration ping(Session session, Duration timeout)
      throws AttemptException, InterruptedException {
    long begun = System.nanoTime();
    try {
      session.ping().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return Duration.ofNanos(System.nanoTime() - begun);
    } catch (TimeoutException | ExecutionException | CancellationException e) {
      Failure why =
          session
              .closed()
              .getNow(
                  new Failure(
                      FailureKind.SESSION,
                      "the new session did not answer a ping within "
                          + timeout.toSeconds()
                          + " s"));
      session.close(why);
      throw new AttemptException(why, e);
    } catch (InterruptedException | RuntimeException | Error e) {
      session.close(GIVEN_UP);
      throw e;
    }
  }
}
