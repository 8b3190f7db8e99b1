package dev.localport.daemon.cluster;

import dev.localport.api.Failure;
import dev.localport.api.UnknownFailure;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;
import dev.localport.daemon.time.Timers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks on threads of its own: one for the probe, one for the collection, so that a monitor has two
 * connections at most and a slow list delays no sign of life.
 */
final class ThreadedQueryRunner implements QueryRunner {
  private static final Logger log = LoggerFactory.getLogger(ThreadedQueryRunner.class);

  private final String context;
  private final Opener opener;
  private final Timers timers;
  private final DoubleSupplier random;
  private final Consumer<MonitorMessage> owner;
  private final Starter starter;
  private @Nullable Thread probing;
  private @Nullable Thread collecting;

  /** Opens a cluster as the kubeconfig has it now. Thread-safe; blocks for files at most. */
  interface Opener {
    /**
     * Returns what the cluster is asked by.
     *
     * @throws KubeException if the kubeconfig cannot be used
     */
    ClusterReads open() throws KubeException;
  }

  /** Lets something run that blocks. */
  interface Starter {
    /** Returns the thread that runs it: an interrupt ends it. */
    Thread start(String name, Runnable task);
  }

  ThreadedQueryRunner(
      String context,
      Opener opener,
      Timers timers,
      DoubleSupplier random,
      Consumer<MonitorMessage> owner,
      Starter starter) {
    this.context = context;
    this.opener = opener;
    this.timers = timers;
    this.random = random;
    this.owner = owner;
    this.starter = starter;
  }

  @Override
  public void probe(int number, Duration timeout) {
    probing = starter.start("probe-" + context, () -> owner.accept(probed(number, timeout)));
  }

  private MonitorMessage probed(int number, Duration timeout) {
    try {
      return new MonitorMessage.ProbeAnswered(number, opener.open().probe(timeout));
    } catch (KubeException e) {
      return new MonitorMessage.ProbeFailed(number, e.failure());
    } catch (RuntimeException | Error e) { // all of it: the monitor must know that it is over
      return new MonitorMessage.ProbeFailed(number, logged(e));
    }
  }

  @Override
  public void measure(Duration timeout) {
    probing = starter.start("measure-" + context, () -> measured(timeout));
  }

  private void measured(Duration timeout) {
    try {
      owner.accept(new MonitorMessage.Measured(opener.open().probe(timeout)));
    } catch (KubeException _) {
      // whether the cluster answers is what probes are for
    } catch (RuntimeException | Error e) { // the same, and a bug must not go unseen
      Failure _ = logged(e);
    }
  }

  private Failure logged(Throwable thrown) {
    log.atError().addKeyValue("context", context).setCause(thrown).log("cluster query failed: bug");
    return bug(thrown);
  }

  /** Returns what a bug means for the waiting caller. */
  static Failure bug(Throwable thrown) {
    return UnknownFailure.of(thrown);
  }

  @Override
  public void abandonProbe() {
    if (probing != null) {
      probing.interrupt();
    }
  }

  @Override
  public void collect(int number, Set<Collector> what, PodsInUse pods, ClusterHealthConfig config) {
    List<Collector> inOrder = what.stream().sorted().toList();
    collecting =
        starter.start(
            "collect-" + context,
            () -> collectAll(number, inOrder, one -> collected(one, pods, config)));
  }

  private interface CollectorQuery {
    CollectorOutcome ask(Collector what) throws InterruptedException;
  }

  private void collectAll(int number, List<Collector> what, CollectorQuery question) {
    try {
      for (Collector one : what) {
        Instant begun = timers.instant();
        CollectorOutcome outcome = question.ask(one);
        Duration took = Duration.between(begun, timers.instant());
        owner.accept(
            new MonitorMessage.Collected(
                number, one, outcome, took.isNegative() ? Duration.ZERO : took));
      }
      owner.accept(new MonitorMessage.CollectionDone(number));
    } catch (InterruptedException e) {
      // it was abandoned: its result is not needed
    }
  }

  private CollectorOutcome collected(Collector what, PodsInUse pods, ClusterHealthConfig config)
      throws InterruptedException {
    try {
      return new CollectorCall(opener.open(), config, timers, random, this::doubt).ask(what, pods);
    } catch (KubeException e) {
      return new CollectorOutcome.Failed(e.failure());
    } catch (RuntimeException | Error e) { // each collector fails alone
      return new CollectorOutcome.Failed(logged(e));
    }
  }

  private void doubt(Failure why) {
    log.atDebug()
        .addKeyValue("context", context)
        .addKeyValue("why", why.message())
        .log("collector callback failed");
    owner.accept(new MonitorMessage.Plain(new MonitorEvent.Suspected()));
  }

  @Override
  public void abandonCollection() {
    if (collecting != null) {
      collecting.interrupt();
    }
  }
}
