package dev.localport.daemon.control;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ServiceStatus;
import dev.localport.api.TestReply;
import dev.localport.api.TestReply.TestStep;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.local.LocalProbe;
import dev.localport.daemon.forward.local.StreamProbe;
import dev.localport.daemon.forward.upstream.PodDialer;
import dev.localport.daemon.forward.upstream.PodDialer.AttemptException;
import dev.localport.daemon.forward.upstream.Purpose;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.services.Forwards;
import dev.localport.daemon.services.Listing;
import dev.localport.daemon.services.LoadedService;
import dev.localport.daemon.tunnel.Session;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcMethod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code service.test}: checks the local ports and opens one complete connection, separate from the
 * service's own session, and says how long each step took. Thread-safe.
 */
public final class TestMethod implements RpcMethod {
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;

  private final Forwards forwards;
  private final PodDialer dialer;
  private final Transport transport;
  private final PortHolder portHolder;

  /** Tries services over the given parts. */
  public TestMethod(
      Forwards forwards, PodDialer dialer, Transport transport, PortHolder portHolder) {
    this.forwards = forwards;
    this.dialer = dialer;
    this.transport = transport;
    this.portHolder = portHolder;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    String name = params.text("name");
    Listing listing = forwards.listing();
    LoadedService loaded = listing.service(name);
    if (loaded == null) {
      throw UnknownService.named(name, listing);
    }
    Steps steps = new Steps();
    @Nullable String context = null;
    for (ServiceStatus status : forwards.statuses(List.of(name))) {
      context = status.context();
      for (LocalProbe.Look look : LocalProbe.look(loaded.service(), status, portHolder)) {
        steps.untimed("local", look.detail(), look.failure());
      }
    }
    try {
      walk(loaded, context, steps);
    } catch (AttemptException e) {
      steps.failed(e.failure());
    }
    return new TestReply(name, steps.list).toJson();
  }

  private void walk(LoadedService loaded, @Nullable String pinned, Steps steps)
      throws AttemptException, InterruptedException {
    ServiceConfig service = loaded.service();
    steps.begin("resolve");
    KubeContext context = dialer.context(service, loaded.shell(), pinned);
    ResolvedTarget target = dialer.resolve(context, service);
    PodDialer.Choice choice = dialer.choose(context, target, List::getFirst);
    steps.done(
        "%s → pod %s port %s".formatted(target.text(), choice.pod().name(), join(choice.ports())));
    steps.begin("session");
    Session session = dialer.open(context, target, choice, service, transport.next(), Purpose.TEST);
    try {
      steps.done(carried(session, context.route(), dialer.whyNoBetter(context)));
      steps.begin("ping");
      dialer.ping(session, service.heartbeat().timeout());
      steps.done("answered");
      for (int port : choice.ports()) {
        steps.begin("connect");
        connected(port, choice.pod(), StreamProbe.connect(session, port), steps);
      }
    } finally {
      session.close(new Failure(FailureKind.SESSION, "the test is over"));
    }
  }

  private static String carried(Session session, String route, String why) {
    String over = "%s over %s".formatted(session.protocol().text(), route);
    return why.isEmpty() ? over : "%s; declined: %s".formatted(over, why);
  }

  private static void connected(int port, PodView pod, StreamProbe.Outcome outcome, Steps steps) {
    switch (outcome) {
      case StreamProbe.Outcome.Unrefused() ->
          steps.untimed(
              "connect",
              "port %d: no refusal within %s s"
                  .formatted(port, StreamProbe.MOMENT.toMillis() / MILLIS_PER_SECOND),
              null);
      case StreamProbe.Outcome.Answered() -> steps.done("port %d: the pod answers".formatted(port));
      case StreamProbe.Outcome.Ended() ->
          steps.done("port %d: the pod accepts the connection and closes it".formatted(port));
      case StreamProbe.Outcome.Refused(Failure why) ->
          steps.failed(new Failure(why.kind(), refused(port, pod, why)));
    }
  }

  private static String refused(int port, PodView pod, Failure why) {
    return why.message().toLowerCase(Locale.ROOT).contains("refused")
        ? "nothing listens on port %d in pod %s, which declares %s"
            .formatted(port, pod.name(), declared(pod))
        : "port %d: %s".formatted(port, why.message());
  }

  /* What a container declares need not be what it listens on, but is where to look first. */
  private static String declared(PodView pod) {
    String ports =
        pod.ports().stream()
            .filter(port -> port.protocol().equals("TCP"))
            .map(port ->
                port.name() == null
                    ? String.valueOf(port.number())
                    : "%d (%s)".formatted(port.number(), port.name()))
            .collect(Collectors.joining(", "));
    return ports.isEmpty() ? "no port" : ports;
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

    /** A step that has no time of its own; {@code failure} is null where it went well. */
    void untimed(String step, String detail, @Nullable Failure failure) {
      list.add(new TestStep(step, null, detail, failure));
    }

    void failed(Failure failure) {
      list.add(new TestStep(what, millis(), "", failure));
    }

    private double millis() {
      return Duration.ofNanos(System.nanoTime() - begun).toNanos() / NANOS_PER_MILLI;
    }
  }
}
