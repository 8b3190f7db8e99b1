package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.TestReply;
import dev.localport.api.TestReply.TestStep;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.Forwards;
import dev.localport.daemon.forward.PodDialer;
import dev.localport.daemon.forward.PodDialer.AttemptException;
import dev.localport.daemon.forward.StreamProbe;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.Transport;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * {@code service.test}: goes the whole way of a connection once, apart from the service's own
 * session, and says how long each step took. Thread-safe.
 */
public final class TestMethod implements RpcMethod {
  private static final double NANOS_PER_MILLI = 1e6;

  private final Forwards forwards;
  private final PodDialer dialer;
  private final Transport transport;

  /** Tries services over the given parts. */
  public TestMethod(Forwards forwards, PodDialer dialer, Transport transport) {
    this.forwards = forwards;
    this.dialer = dialer;
    this.transport = transport;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    String name = params.text("name");
    Forwards.Probe probe = forwards.probe(name);
    if (probe == null) {
      throw new RpcException(
          RpcException.FAILED,
          "no service \"%s\"; see: localport status".formatted(name),
          JsonObject.builder().put("exit_code", ExitCode.SERVICE).build());
    }
    Steps steps = new Steps();
    try {
      walk(probe, steps);
    } catch (AttemptException e) {
      steps.failed(e.failure());
    }
    return new TestReply(name, steps.list).toJson();
  }

  private void walk(Forwards.Probe probe, Steps steps)
      throws AttemptException, InterruptedException {
    ServiceConfig service = probe.service();
    steps.begin("resolve");
    KubeContext context = dialer.context(service, probe.kubeconfig(), probe.pinned());
    ResolvedTarget target = dialer.resolve(context, service);
    PodDialer.Choice choice = dialer.choose(context, target, null);
    steps.done(
        "%s → pod %s port %s".formatted(target.text(), choice.pod().name(), join(choice.ports())));
    steps.begin("session");
    Session session = dialer.open(context, target, choice, service, transport.next());
    try {
      steps.done("SPDY/3.1 over %s".formatted(context.server()));
      steps.begin("ping");
      dialer.ping(session, service.heartbeat().timeout());
      steps.done("answered");
      for (int port : choice.ports()) {
        steps.begin("connect");
        Failure failure = StreamProbe.connect(session, port);
        if (failure != null) {
          steps.failed(failure);
          return;
        }
        steps.done("port %d accepts connections".formatted(port));
      }
    } finally {
      session.close(new Failure(FailureKind.SESSION, "the test is over"));
    }
  }

  private static String join(List<Integer> ports) {
    return String.join(", ", ports.stream().map(String::valueOf).toList());
  }

  /** The steps so far, with their times. Not thread-safe. */
  private static final class Steps {
    final List<TestStep> list = new ArrayList<>();
    private String what = "";
    private long begun;

    void begin(String step) {
      what = step;
      begun = System.nanoTime();
    }

    void done(String detail) {
      list.add(new TestStep(what, millis(), detail, null));
    }

    void failed(Failure failure) {
      list.add(new TestStep(what, millis(), "", failure));
    }

    private double millis() {
      return Duration.ofNanos(System.nanoTime() - begun).toNanos() / NANOS_PER_MILLI;
    }
  }
}
