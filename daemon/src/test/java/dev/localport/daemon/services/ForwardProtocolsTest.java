package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.cluster.Monitors;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.upstream.PodDialer;
import dev.localport.daemon.forward.upstream.PodDialer.AttemptException;
import dev.localport.daemon.forward.upstream.Purpose;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.ResolvedTarget;
import dev.localport.daemon.kube.SimulatedContexts;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.state.StateFile;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.daemon.tunnel.Session;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.paths.TrustedFiles;
import dev.localport.simulator.Simulator;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole forwards to a cluster that speaks this or that, from local socket to pod. */
class ForwardProtocolsTest {
  @TempDir static Path folder;
  @AutoClose private static SimulatedContexts simulated;
  private static Simulator simulator;

  private PodDialer dialer;
  private Forwards forwards;

  @BeforeAll
  static void start() throws IOException, GeneralSecurityException, InterruptedException {
    simulated = new SimulatedContexts(folder);
    simulator = simulated.cluster;
    simulator.awaitPod("app=moods");
  }

  @BeforeEach
  void load(@TempDir Path own) throws IOException, InterruptedException, LoadException {
    SystemTimers timers = simulated.timers;
    SessionDialer sessions = new SessionDialer(simulated.transport, timers);
    dialer = new PodDialer(simulated.contexts, sessions, timers);
    forwards =
        new Forwards(
            new ForwardParts(
                dialer,
                simulated.contexts,
                Monitors.content(timers),
                simulated.transport,
                timers,
                new PortHolder(),
                () -> 0.5),
            new StateFile(own.resolve("state.json")),
            new TrustedFiles(own.resolve("trusted.json")),
            Await.LIMIT);
    Path file = own.resolve("localport.yaml");
    Files.writeString(
        file,
        """
        version: "1.0"
        kubeconfig: %s
        services:
          - name: moods
            connection: {resource_type: deployment, resource_name: moods, namespace: demo}
            local_port: auto
            remote_port: echo
        """
            .formatted(simulator.kubeconfig()));
    forwards.load(new DesiredState.Source(file.toString(), null, null));
  }

  @AfterEach
  void close() throws IOException, InterruptedException {
    forwards.close();
    simulator.control("clear");
  }

  private ServiceStatus status() {
    return forwards.statuses(List.of("moods")).getFirst();
  }

  private void await(String state) {
    Await.until("it is " + state, () -> status().state().equals(state));
  }

  private void assertServes() throws IOException {
    int port = status().ports().getFirst().local().getFirst().port();
    for (String word : List.of("one", "two", "three")) {
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        socket.setSoTimeout((int) Await.LIMIT.toMillis());
        socket.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
        byte[] answer = socket.getInputStream().readNBytes(word.length());
        assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo(word);
      }
    }
  }

  /** Opens a session as a test of a service does, and returns what carries it. */
  private String tested() throws KubeException, AttemptException, InterruptedException {
    ServiceConfig service = Objects.requireNonNull(forwards.listing().service("moods")).service();
    KubeContext context = simulated.open();
    ResolvedTarget target = dialer.resolve(context, service);
    PodDialer.Choice choice = dialer.choose(context, target, List::getFirst);
    Session session =
        dialer.open(context, target, choice, service, simulated.transport.next(), Purpose.TEST);
    session.drain();
    return session.protocol().word();
  }

  @ParameterizedTest
  @CsvSource({
    "spdy;tunnel;channel, spdy",
    "tunnel;channel, websocket-spdy",
    "channel, websocket-v4",
    "spdy;channel, spdy"
  })
  void theBestProtocolThatIsSpokenServesAndIsShown(String spoken, String serves)
      throws IOException, InterruptedException {
    simulator.control("protocols?speak=" + spoken.replace(';', ','));
    forwards.start(List.of("moods"));
    await("connected");

    assertThat(status().protocol()).isEqualTo(serves);
    assertServes();
    Await.until("all connections are over", () -> status().traffic().active() == 0);
    assertThat(status().traffic().failed()).isZero();
    assertThat(status().heartbeat().healthy()).isTrue();
  }

  @Test
  void whyNoBetterOneServesIsKnown()
      throws IOException, InterruptedException, KubeException, AttemptException {
    simulator.control("protocols?speak=channel");

    assertThat(tested()).isEqualTo("websocket-v4");
    assertThat(dialer.whyNoBetter(simulated.open()))
        .isEqualTo(
            "SPDY/3.1: Upgrade request required; SPDY/3.1 in a WebSocket: query parameter \"port\""
                + " is required");
    simulator.control("clear");
    assertThat(tested()).isEqualTo("spdy");
    assertThat(dialer.whyNoBetter(simulated.open())).isEmpty();
  }

  @Test
  void aReconnectFindsTheBetterProtocolAgain() throws IOException, InterruptedException {
    simulator.control("protocols?speak=tunnel");
    forwards.start(List.of("moods"));
    await("connected");
    assertThat(status().protocol()).isEqualTo("websocket-spdy");
    simulator.control("clear");

    simulator.control("reset");

    Await.until("it is SPDY again", () -> "spdy".equals(status().protocol()));
    assertServes();
  }

  @Test
  void whoMayGetAndNotCreateIsServedByAWebSocket() throws IOException, InterruptedException {
    simulator.control("deny?verb=create&resource=pods/portforward");
    forwards.start(List.of("moods"));
    await("connected");

    assertThat(status().protocol()).isEqualTo("websocket-spdy");
    assertServes();
  }

  @Test
  void whoMayDoNeitherIsForbiddenAndToldOfCreate() throws IOException, InterruptedException {
    simulator.control("deny?verb=create&resource=pods/portforward");
    simulator.control("deny?verb=get&resource=pods/portforward");
    forwards.start(List.of("moods"));
    await("suspended");

    assertThat(status().reason()).isEqualTo("forbidden");
    assertThat(Objects.requireNonNull(status().lastError()).message())
        .contains("cannot create resource");
    assertThat(status().protocol()).isNull();
  }

  @Test
  void anotherBanIsNoReasonToTryAnotherProtocol()
      throws IOException, InterruptedException, KubeException {
    simulator.control("status?scope=portforward&code=403&times=1");
    forwards.start(List.of("moods"));
    await("suspended");

    assertThat(status().reason()).isEqualTo("forbidden");
    assertThat(dialer.whyNoBetter(simulated.open())).isEmpty();
  }

  @Test
  void aServerThatFailsOnceIsAskedForTheSameProtocolAgain()
      throws IOException, InterruptedException {
    simulator.control("status?scope=portforward&code=502&times=1");
    forwards.start(List.of("moods"));
    await("connected");

    assertThat(status().protocol()).isEqualTo("spdy");
  }

  @Test
  void aProxyThatRefusesSpdyIsNamedAndNoReasonToAskAnAdministrator()
      throws IOException, InterruptedException, KubeException, AttemptException {
    simulator.control("front?refuse=spdy");
    assertThat(tested()).isEqualTo("websocket-spdy");
    assertThat(dialer.whyNoBetter(simulated.open()))
        .isEqualTo("SPDY/3.1: a page \"Blocked by policy\" (403) from simulated-gateway/1.0");

    simulator.control("front?refuse=spdy,tunnel,channel");
    forwards.start(List.of("moods"));
    Await.until("it failed", () -> status().lastError() != null);
    assertThat(status().state()).isEqualTo("reconnecting");
    assertThat(Objects.requireNonNull(status().lastError()).message())
        .contains("something else responds to the port forward at 127.0.0.1:")
        .endsWith("a page \"Blocked by policy\" (403) from simulated-gateway/1.0");
  }

  @ParameterizedTest
  @CsvSource({"spdy, spdy", "tunnel, websocket-spdy", "channel, websocket-v4"})
  void aConnectionWaitsWhileTheKubeletCannotBeReached(String spoken, String protocol)
      throws IOException, InterruptedException {
    simulator.control("protocols?speak=" + spoken);
    forwards.start(List.of("moods"));
    await("connected");
    int port = status().ports().getFirst().local().getFirst().port();
    simulator.control("kubelet-stopped?name=node-1&on=true");
    if (!spoken.equals("channel")) { // whose session is no connection that breaks
      await("reconnecting");
    }

    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      socket.setSoTimeout((int) Await.LIMIT.toMillis());
      socket.getOutputStream().write("held".getBytes(StandardCharsets.UTF_8));
      Await.until(
          "the cause is known: " + status(),
          () ->
              status().lastError() != null
                  && status().lastError().message().contains("error dialing backend"));
      Await.until("it waits", () -> status().traffic().held() == 1);
      assertThat(status().state()).isEqualTo("reconnecting");
      simulator.control("clear");
      simulator.control("protocols?speak=" + spoken);

      byte[] answer = socket.getInputStream().readNBytes(4);
      assertThat(new String(answer, StandardCharsets.UTF_8)).isEqualTo("held");
    }
    assertThat(status().protocol()).isEqualTo(protocol);
    assertThat(status().traffic().failed()).isZero();
  }
}
