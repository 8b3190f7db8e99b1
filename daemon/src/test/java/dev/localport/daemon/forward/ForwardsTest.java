package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.daemon.journal.StateFile;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.daemon.tunnel.Eventually;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.daemon.tunnel.Transport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole forwards against an API server of a few objects on loopback. */
class ForwardsTest {
  private static final String POD = "/api/v1/namespaces/shop/pods/web-1";
  private static final String RUNNING =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"u1"},
       "spec":{"containers":[{"name":"c","ports":[{"name":"echo","containerPort":7}]}]},
       "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
      """;
  private static final String WEB =
      """
        - name: web
          connection: {resource_type: pod, resource_name: web-1, namespace: shop}
          local_port: auto
          remote_port: echo
      """;

  @TempDir private Path folder;
  private final SpdyServer server = new SpdyServer();
  private final Transport transport = Transport.open(1);
  private final SystemTimers timers = new SystemTimers();
  private final KubeContexts contexts = new KubeContexts(timers);
  private final ForwardParts parts =
      new ForwardParts(
          new PodDialer(contexts, new SessionDialer(transport, timers)),
          transport,
          timers,
          new PortHolder(),
          () -> 0.5);
  private Forwards forwards;

  @BeforeEach
  void open() throws IOException {
    server.objects.put(POD, RUNNING);
    kubeconfig("kube/config", server.endpoint().port());
    forwards = new Forwards(parts, disk());
  }

  @AfterEach
  void close() throws InterruptedException {
    forwards.close();
    contexts.close();
    timers.close();
    server.close();
    transport.close(Duration.ofSeconds(5));
  }

  private StateFile disk() {
    return new StateFile(folder.resolve("state.json"));
  }

  private void kubeconfig(String name, int port) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(
        file,
        """
        current-context: dev
        contexts: [{name: dev, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: secret}}]
        """
            .formatted(port));
  }

  /** Writes a configuration whose kubeconfig lies beside it. */
  private DesiredState.Source file(String name, String services) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(file, "version: \"1.0\"\nkubeconfig: kube/config\nservices:\n" + services);
    return new DesiredState.Source(file.toString(), null, null);
  }

  private void start(DesiredState.Source source, String... names) throws LoadException {
    forwards.load(source);
    forwards.start(List.of(names));
  }

  private ServiceStatus status(String name) {
    return forwards.statuses(List.of(name)).getFirst();
  }

  private ServiceStatus await(String what, Predicate<ServiceStatus> condition) {
    Eventually.until("web is " + what, () -> condition.test(status("web")));
    return status("web");
  }

  private ServiceStatus awaitConnected() {
    return await("connected", service -> service.state().equals("connected"));
  }

  private LocalClient connect() throws IOException {
    return new LocalClient(status("web").ports().getFirst().local().getFirst().port());
  }

  private void assertServes() throws IOException {
    try (LocalClient client = connect()) {
      client.send("hello");
      assertThat(client.read(5)).isEqualTo("hello");
    }
  }

  @Test
  void aServiceIsServedWithTheKubeconfigBesideItsFile()
      throws IOException, InterruptedException, LoadException {
    start(file("localport.yaml", WEB), "web");
    forwards.awaitSettled(List.of("web"), Eventually.LIMIT);

    ServiceStatus web = status("web");
    assertThat(web.state()).isEqualTo("connected");
    assertThat(web.context()).isEqualTo("dev");
    assertThat(web.namespace()).isEqualTo("shop");
    assertThat(web.pods()).containsExactly("web-1");
    assertThat(web.heartbeat().answered()).isEqualTo(1);
    assertServes();
  }

  @Test
  void aStopFreesThePortAndEndsTheSession()
      throws IOException, InterruptedException, LoadException {
    start(file("localport.yaml", WEB), "web");
    int port = awaitConnected().ports().getFirst().local().getFirst().port();

    ServiceStatus stopped = forwards.stop(List.of("web")).getFirst();

    assertThat(stopped.state()).isEqualTo("stopped");
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(free.isBound()).isTrue();
    }
    Eventually.until("no session is open", () -> server.openSessions() == 0);
  }

  @Test
  void aStopWhileTheFirstPingIsAwaitedLeavesNoSessionBehind() throws IOException, LoadException {
    server.answersPings = false;
    start(file("localport.yaml", WEB), "web");
    Eventually.until("a ping waits", () -> server.unansweredPings() == 1);

    forwards.stop(List.of("web"));
    server.answerPings(); // too late: else the missing answer would end the session anyway

    Eventually.until("no session is open", () -> server.openSessions() == 0);
  }

  @Test
  void aSessionThatDoesNotAnswerIsNoSuccess() throws IOException, LoadException {
    server.answersPings = false;
    start(file("localport.yaml", WEB), "web");

    ServiceStatus web = await("tried again", service -> service.state().equals("reconnecting"));
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isIn("no answer to a ping within 4 s", "the new session did not answer a ping within 4 s");
  }

  @Test
  void aSessionThatIsCutIsReplaced() throws IOException, LoadException {
    start(file("localport.yaml", WEB), "web");
    awaitConnected();
    server.cut();

    await("reconnected", service -> service.reconnects() == 1);
    awaitConnected();
    assertServes();
  }

  @Test
  void aServerThatGoesAwayIsLeftWhileItsOpenConnectionsLive() throws IOException, LoadException {
    start(file("localport.yaml", WEB), "web");
    awaitConnected();
    try (LocalClient old = connect()) {
      old.send("1");
      assertThat(old.read(1)).isEqualTo("1");
      server.goAway();
      await("on another session", service -> service.reconnects() == 1);

      assertServes();
      old.send("2");
      assertThat(old.read(1)).isEqualTo("2");
    }
    Eventually.until("one session is left", () -> server.openSessions() == 1);
  }

  @Test
  void reconnectAndRestartTakeANewSession() throws IOException, LoadException {
    start(file("localport.yaml", WEB), "web");
    awaitConnected();
    forwards.reconnect(List.of("web"));
    await("reconnected", service -> service.reconnects() == 1);

    forwards.restart(List.of("web", "no-such-service"));
    await("restarted", service -> service.reconnects() == 2);

    assertServes();
  }

  @Test
  void connectionsWaitUntilThePodIsThere() throws IOException, LoadException {
    server.objects.put(POD, RUNNING.replace("Running", "Pending"));
    start(file("localport.yaml", WEB), "web");
    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(web.reason()).isEqualTo("no_ready_pod");
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("no pod of pod/web-1 in namespace shop is ready: web-1 is Pending");
    try (LocalClient early = connect()) {
      early.send("early");
      server.objects.put(POD, RUNNING);
      forwards.reconnect(List.of("web"));

      assertThat(early.read(5)).isEqualTo("early");
    }
  }

  @Test
  void aMissingPodIsSaid() throws IOException, LoadException {
    server.objects.remove(POD);
    server.objects.put(
        "/api/v1/namespaces/shop",
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"}}");
    start(file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(web.reason()).isEqualTo("target_missing");
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("there is no pod/web-1 in namespace shop of context dev");
  }

  @Test
  void aMissingNamespaceIsSaid() throws IOException, LoadException {
    server.objects.remove(POD);
    start(file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("there is no namespace shop in context dev");
  }

  @Test
  void credentialsThatAreRefusedAreWaitedOut() throws IOException, LoadException {
    server.answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
    start(file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(web.reason()).isEqualTo("credentials");
  }

  @Test
  void anApiServerThatIsNotThereIsTriedAgain() throws IOException, LoadException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    kubeconfig("kube/config", port);
    start(file("localport.yaml", WEB), "web");

    ServiceStatus web = await("tried again", service -> service.state().equals("reconnecting"));
    assertThat(Objects.requireNonNull(web.lastError()).kind())
        .as(web.lastError().message())
        .isEqualTo(FailureKind.UNREACHABLE);
    assertThat(web.lastError().message())
        .isEqualTo(
            "the API server http://127.0.0.1:%d cannot be reached: connection refused"
                .formatted(port));
    assertThat(web.ports().getFirst().local()).isNotEmpty();
  }

  @Test
  void aKubeconfigThatIsMissingIsSaidWithItsPath() throws IOException, LoadException {
    Files.delete(folder.resolve("kube/config"));
    start(file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo(
            "no kubeconfig: %s/kube/config does not exist; set KUBECONFIG, or kubeconfig in the configuration"
                .formatted(folder));
  }

  @Test
  void anErrorOfTheVirtualMachineEndsTheAttemptAndNotTheForward()
      throws IOException, LoadException {
    Path config = folder.resolve("kube/config");
    Files.writeString(
        config,
        Files.readString(config)
            .replace(
                "token: secret",
                "exec: {apiVersion: client.authentication.k8s.io/v1, command: /no/plugin}"));
    InstantSource broken =
        () -> {
          throw new StackOverflowError("too deep");
        };
    try (KubeContexts deep = new KubeContexts(broken);
        Forwards forwards = forwardsOver(deep)) {
      forwards.load(file("localport.yaml", WEB));
      forwards.start(List.of("web"));

      Eventually.until(
          "the attempt is over",
          () -> forwards.statuses().getFirst().state().equals("reconnecting"));
      assertThat(Objects.requireNonNull(forwards.statuses().getFirst().lastError()).message())
          .isEqualTo("internal error: java.lang.StackOverflowError: too deep");
    }
  }

  private Forwards forwardsOver(KubeContexts contexts) {
    PodDialer dialer = new PodDialer(contexts, new SessionDialer(transport, timers));
    return new Forwards(
        new ForwardParts(dialer, transport, timers, new PortHolder(), () -> 0.5), disk());
  }

  @Test
  void twoServicesOnOnePortAreToldApart() throws IOException, LoadException {
    start(file("localport.yaml", WEB), "web");
    int port = awaitConnected().ports().getFirst().local().getFirst().port();
    start(
        file("other.yaml", WEB.replace("name: web\n", "name: web2\n").replace("auto", "" + port)),
        "web2");

    Eventually.until("web2 is suspended", () -> status("web2").state().equals("suspended"));
    assertThat(status("web2").reason()).isEqualTo("port_taken");
    assertThat(Objects.requireNonNull(status("web2").lastError()).message())
        .isEqualTo(
            "127.0.0.1:%d is taken by service web; free it, or set local_port: auto"
                .formatted(port));
  }

  @Test
  void aNameInTwoFilesIsRefusedNamingBothAndNothingChanges() throws IOException, LoadException {
    DesiredState.Source one = file("one.yaml", WEB);
    DesiredState.Source two = file("two.yaml", WEB);
    forwards.load(one);

    assertThatThrownBy(() -> forwards.load(two))
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "the name web is taken: %s has it, and %s; rename one of them"
                .formatted(one.file(), two.file()));
    assertThat(forwards.files()).containsExactly(one.file());
  }

  @Test
  void aFileThatIsWrongOrMissingIsRefusedAndTheOldOneRunsOn() throws IOException, LoadException {
    start(file("localport.yaml", WEB), "web");
    awaitConnected();
    Path wrong = Files.writeString(folder.resolve("localport.yaml"), "services: 7");

    assertThatThrownBy(() -> forwards.load(new DesiredState.Source(wrong.toString(), null, null)))
        .isInstanceOf(LoadException.class);
    assertThatThrownBy(
            () -> forwards.load(new DesiredState.Source(folder + "/none.yaml", null, null)))
        .hasMessage(folder + "/none.yaml does not exist");

    assertThat(status("web").state()).isEqualTo("connected");
  }

  @Test
  void aReloadTouchesOnlyWhatHasChanged() throws IOException, LoadException {
    String other = WEB.replace("name: web\n", "name: other\n");
    start(file("localport.yaml", WEB + other), "web", "other");
    ServiceStatus before = awaitConnected();
    Eventually.until("other is connected", () -> status("other").state().equals("connected"));
    int port = status("other").ports().getFirst().local().getFirst().port();

    forwards.load(file("localport.yaml", other.replace("auto", "" + port) + WEB));
    Eventually.until("other is connected", () -> status("other").state().equals("connected"));

    assertThat(status("web").connectedSince()).isEqualTo(before.connectedSince());
    assertThat(status("web").ports()).isEqualTo(before.ports());
    assertThat(status("other").ports().getFirst().local().getFirst().port()).isEqualTo(port);

    forwards.load(file("localport.yaml", WEB));
    assertThat(forwards.statuses().stream().map(ServiceStatus::name)).containsExactly("web");
  }

  @Test
  void aKilledDaemonComesBackToWhatWasWanted() throws IOException, LoadException {
    start(file("localport.yaml", WEB + WEB.replace("name: web\n", "name: idle\n")), "web");
    awaitConnected();
    Eventually.until(
        "the context is kept",
        () -> disk().read().wanted().equals(List.of(new DesiredState.Wanted("web", "dev"))));
    forwards.close(); // what is wanted stays on disk, as after a kill

    forwards = new Forwards(parts, disk());
    forwards.restore();

    awaitConnected();
    assertServes();
    assertThat(status("idle").state()).isEqualTo("stopped");
  }

  @Test
  void aFileThatIsGoneAtTheRestoreIsLeftOut() throws IOException, LoadException {
    start(file("localport.yaml", WEB), "web");
    forwards.close();
    Files.delete(folder.resolve("localport.yaml"));

    forwards = new Forwards(parts, disk());
    forwards.restore();

    assertThat(forwards.statuses()).isEmpty();
  }

  @Test
  void aCommandLinesServicesAreForgottenWhenTheyAreStopped() throws LoadException {
    String config = folder.resolve("kube/config").toString();
    DesiredState.Source line =
        new DesiredState.Source(
            null, "services:\n" + WEB + WEB.replace("name: web\n", "name: web2\n"), config);
    start(line, "web", "web2");
    awaitConnected();

    forwards.stop(List.of("web2"));
    assertThat(forwards.statuses()).hasSize(2);
    assertThat(status("web").configFile()).isNull();

    forwards.stop(List.of("web"));
    assertThat(forwards.statuses()).isEmpty();
    assertThat(disk().read().sources()).isEmpty();
  }

  @Test
  void aSelectionMeansNamesTagsAndContexts() throws IOException, LoadException {
    forwards.load(
        file(
            "localport.yaml",
            WEB
                + "    tags: [front]\n"
                + WEB.replace("name: web\n", "name: off\n")
                + "    enabled: false\n"
                + WEB.replace("name: web\n", "name: late\n")
                + "    autostart: false\n"));
    String file = forwards.files().getFirst();

    assertThat(forwards.autostarting(file)).containsExactly("web");
    assertThat(forwards.autostarting("/no/such/file")).isEmpty();
    assertThat(forwards.isEnabled("off")).isFalse();
    assertThat(forwards.isEnabled("none")).isFalse();
    assertThat(
            forwards.select(new Selection(List.of("late", "none"), List.of("front"), false, null)))
        .isEqualTo(new Forwards.Selected(List.of("late", "web"), List.of("none")));
    assertThat(forwards.select(new Selection(List.of(), List.of(), true, "prod")).names())
        .isEmpty();
    forwards.start(List.of("off", "none"));
    assertThat(status("off").state()).isEqualTo("stopped");
    assertThat(Objects.requireNonNull(forwards.probe("web")).kubeconfig())
        .isEqualTo(folder + "/kube/config");
    assertThat(forwards.probe("none")).isNull();
  }
}
