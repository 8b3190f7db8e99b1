package dev.localport.daemon.doctor;

import dev.localport.api.DoctorCheck;
import dev.localport.api.DoctorRequest;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.time.Stopwatch;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Examines clusters side by side, each for a limited time, and local ports. Thread-safe; blocks
 * until the slowest cluster is done.
 */
public final class Doctor {
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final KubeContexts contexts;
  private final PortHolder holder;
  private final List<Check> checks;
  private final Duration limit;

  /**
   * Examines over these contexts.
   *
   * @param clock tells what has expired
   * @param services those of the daemon; none where no daemon runs
   */
  public Doctor(
      KubeContexts contexts,
      PortHolder holder,
      InstantSource clock,
      Supplier<List<ServiceStatus>> services,
      WhyNoBetter why) {
    this(
        contexts,
        holder,
        List.of(
            new CredentialsCheck(clock),
            new RouteCheck(),
            new ServerCheck(),
            new ProtocolCheck(services, why),
            new PermissionsCheck()),
        LIMIT);
  }

  Doctor(KubeContexts contexts, PortHolder holder, List<Check> checks, Duration limit) {
    this.contexts = contexts;
    this.holder = holder;
    this.checks = List.copyOf(checks);
    this.limit = limit;
  }

  /** Examines what was asked for. */
  public void examine(DoctorRequest request, Hearer hearer) throws InterruptedException {
    Hearer single = new OneAtATime(hearer);
    PortsCheck ports = new PortsCheck(holder);
    request.ports().forEach(port -> single.found(ports.look(port)));
    if (!request.ports().isEmpty()) {
      single.done(PortsCheck.GROUP);
    }
    List<Examination> running = new ArrayList<>();
    try {
      for (DoctorRequest.Cluster cluster : request.clusters()) {
        running.add(new Examination(request, cluster, single));
      }
      Stopwatch begun = new Stopwatch();
      for (Examination each : running) {
        Duration left = limit.minus(begun.elapsed());
        each.await(left.isNegative() ? Duration.ZERO : left);
      }
    } finally {
      running.forEach(Examination::end);
    }
  }

  /** Lets several threads speak to one who listens to one at a time. */
  private static final class OneAtATime implements Hearer {
    private final Hearer hearer;

    OneAtATime(Hearer hearer) {
      this.hearer = hearer;
    }

    @Override
    public synchronized void found(DoctorCheck check) {
      hearer.found(check);
    }

    @Override
    public synchronized void done(String group) {
      hearer.done(group);
    }
  }

  /** One cluster, on a thread of its own; what it finds after its time is not passed on. */
  private final class Examination {
    private final DoctorRequest.Cluster asked;
    private final Hearer hearer;
    private final AtomicBoolean over = new AtomicBoolean();
    private volatile String doing = "the kubeconfig";
    private final Thread thread; // last: it looks at the others

    Examination(DoctorRequest request, DoctorRequest.Cluster asked, Hearer hearer) {
      this.asked = asked;
      this.hearer = hearer;
      KubeShell shell =
          KubeShell.of(
              asked.kubeconfig() == null
                  ? request.caller()
                  : request.caller().under(asked.kubeconfig()));
      this.thread = Thread.ofVirtual().name("doctor").start(() -> runAll(shell));
    }

    private void tell(DoctorCheck check) {
      if (!over.get()) {
        hearer.found(check);
      }
    }

    private void runAll(KubeShell shell) {
      run(shell);
      if (!over.getAndSet(true)) {
        hearer.done(asked.group());
      }
    }

    private void run(KubeShell shell) {
      String name = asked.context() == null ? "current" : asked.context();
      try {
        KubeContext context = contexts.open(shell, asked.context());
        name = context.name();
        tell(
            DoctorCheck.ok(
                "cluster.kubeconfig",
                asked.group(),
                name,
                asked.context() == null
                    ? "the current context of the kubeconfig is " + name
                    : "the kubeconfig has context " + name));
        run(new Patient(asked, context, this::tell));
      } catch (KubeException e) {
        tell(Remedies.finding("cluster.kubeconfig", asked, name, e));
      }
    }

    private void run(Patient patient) {
      try {
        for (Check check : checks) {
          doing = check.what();
          if (!check.run(patient)) {
            return;
          }
        }
      } catch (KubeException e) {
        patient.failed("cluster.check", e);
      }
    }

    void await(Duration left) throws InterruptedException {
      if (!thread.join(left) && !over.getAndSet(true)) {
        String name = asked.context() == null ? "current" : asked.context();
        hearer.found(
            DoctorCheck.broken(
                "cluster.time",
                asked.group(),
                name,
                "the check of %s did not end within %d s".formatted(doing, limit.toSeconds()),
                Remedies.ofHanging(doing, name)));
        hearer.done(asked.group());
      }
    }

    void end() {
      over.set(true);
      thread.interrupt();
    }
  }
}
