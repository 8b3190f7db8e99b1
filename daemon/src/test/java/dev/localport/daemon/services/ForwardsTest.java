package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.POD;
import static dev.localport.daemon.services.ForwardsFixture.RUNNING;
import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.api.Selection;
import dev.localport.api.ServiceStatus;
import dev.localport.api.Settled;
import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole forwards against an API server of a few objects on loopback.
 *
 * <p>Over 300 lines, since each test is a story of its own over the same fixture.
 */
class ForwardsTest {
  @TempDir private Path folder;
  @AutoClose private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  private Forwards forwards() {
    return fixture.forwards;
  }

  private ServiceStatus await(String what, Predicate<ServiceStatus> condition) {
    return fixture.await("web", what, condition);
  }

  private ServiceStatus awaitConnected() {
    return fixture.await("web", "connected");
  }

  @Test
  void aServiceIsServedWithTheKubeconfigBesideItsFile()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    forwards().awaitSettled(List.of("web"), Await.LIMIT);

    ServiceStatus web = fixture.status("web");
    assertThat(web.state()).isEqualTo("connected");
    assertThat(web.context()).isEqualTo("dev");
    assertThat(web.namespace()).isEqualTo("shop");
    assertThat(web.pods()).containsExactly("web-1");
    assertThat(web.heartbeat().answered()).isEqualTo(1);
    fixture.assertServes("web");
  }

  @Test
  void theFiguresAreThoseOfTheForwardAndNotOfOneSession()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    awaitConnected();
    fixture.assertServes("web");
    fixture.server.cut();
    ServiceStatus again = await("connected again", web -> web.reconnects() == 1);

    assertThat(again.sessions()).isEqualTo(1);
    assertThat(again.heartbeat().answered()).isGreaterThanOrEqualTo(2);
    assertThat(again.heartbeat().healthy()).isTrue();
    assertThat(again.traffic().firstByteMillisP50()).isPositive();
  }

  @Test
  void aStopFreesThePortAndEndsTheSession()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    int port = awaitConnected().ports().getFirst().local().getFirst().port();

    ServiceStatus stopped = forwards().stop(List.of("web")).getFirst();

    assertThat(stopped.state()).isEqualTo("stopped");
    ForwardsFixture.assertFree(port);
    Await.until("no session is open", () -> fixture.server.openSessions() == 0);
  }

  @Test
  void aStopWhileTheFirstPingIsAwaitedLeavesNoSessionBehind()
      throws IOException, InterruptedException, LoadException {
    fixture.server.answersPings = false;
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    Await.until("a ping waits", () -> fixture.server.unansweredPings() == 1);

    forwards().stop(List.of("web"));
    fixture.server.answerPings(); // too late: else the missing answer would end the session anyway

    Await.until("no session is open", () -> fixture.server.openSessions() == 0);
  }

  @Test
  void aSessionThatDoesNotAnswerIsNoSuccess()
      throws IOException, InterruptedException, LoadException {
    fixture.server.answersPings = false;
    fixture.start(fixture.file("localport.yaml", WEB), "web");

    ServiceStatus web = await("tried again", service -> service.state().equals("reconnecting"));
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isIn(
            "no answer to a ping within 3 s",
            "no answer to a ping within 4 s",
            "the new session did not answer a ping within 4 s");
  }

  @Test
  void aSessionThatIsCutIsReplaced() throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    awaitConnected();
    fixture.server.cut();

    await("reconnected", service -> service.reconnects() == 1);
    awaitConnected();
    fixture.assertServes("web");
  }

  @Test
  void aServerThatGoesAwayIsLeftWhileItsOpenConnectionsLive()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    awaitConnected();
    try (LocalClient old = fixture.connect("web")) {
      old.send("1");
      assertThat(old.read(1)).isEqualTo("1");
      Await.until("a spare, which goes away too", () -> fixture.server.openSessions() == 2);
      fixture.server.goAway();
      await("on another session", service -> service.reconnects() == 1);

      fixture.assertServes("web");
      old.send("2");
      assertThat(old.read(1)).isEqualTo("2");
    }
    Await.until(
        "the old session is gone, one serves and one is a spare",
        () -> fixture.server.openSessions() <= 2);
  }

  @Test
  void reconnectAndRestartTakeANewSession()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    awaitConnected();
    forwards().reconnect(List.of("web"));
    await("reconnected", service -> service.reconnects() == 1);

    forwards().restart(List.of("web", "no-such-service"));
    await("restarted", service -> service.reconnects() == 2);

    fixture.assertServes("web");
  }

  @Test
  void connectionsWaitUntilThePodIsThere() throws IOException, InterruptedException, LoadException {
    fixture.server.objects.put(POD, RUNNING.replace("Running", "Pending"));
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(web.reason()).isEqualTo("no_ready_pod");
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("no pod of pod/web-1 in namespace shop is ready: web-1 is Pending");
    try (LocalClient early = fixture.connect("web")) {
      early.send("early");
      fixture.server.objects.put(POD, RUNNING);
      forwards().reconnect(List.of("web"));

      assertThat(early.read(5)).isEqualTo("early");
    }
  }

  @Test
  void aMissingPodIsSaid() throws IOException, InterruptedException, LoadException {
    fixture.server.objects.remove(POD);
    fixture.server.objects.put(
        "/api/v1/namespaces/shop",
        "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"}}");
    fixture.start(fixture.file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(web.reason()).isEqualTo("target_missing");
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("pod/web-1 was not found in namespace shop of context dev");
  }

  @Test
  void aMissingNamespaceIsSaid() throws IOException, InterruptedException, LoadException {
    fixture.server.objects.remove(POD);
    fixture.start(fixture.file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo("namespace shop was not found in context dev");
  }

  @Test
  void credentialsThatAreRefusedAreWaitedOut()
      throws IOException, InterruptedException, LoadException {
    fixture.server.answer("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
    fixture.start(fixture.file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(web.reason()).isEqualTo("credentials");
  }

  @Test
  void anApiServerThatIsNotThereIsTriedAgain()
      throws IOException, InterruptedException, LoadException {
    int port = ForwardsFixture.freePort();
    fixture.kubeconfig("kube/config", port);
    fixture.start(fixture.file("localport.yaml", WEB), "web");

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
  void whoWaitsForAServerTriesWhenAnotherHasReachedIt()
      throws IOException, InterruptedException, LoadException {
    fixture.server.answer("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");
    String patient = "    reconnect: {initial_delay: 1h, max_delay: 1h}\n";
    fixture.start(
        fixture.file(
            "localport.yaml",
            ForwardsFixture.web("first") + patient + ForwardsFixture.web("second") + patient),
        "first",
        "second");
    fixture.await("first", "reconnecting");
    fixture.await("second", "reconnecting");

    fixture.server.answer(SpdyServer.SWITCHING);
    fixture.forwards.reconnect(List.of("first"));

    fixture.await("first", "connected");
    fixture.await("second", "connected");
  }

  @Test
  void aKubeconfigThatIsMissingIsSaidWithItsPath()
      throws IOException, InterruptedException, LoadException {
    Files.delete(folder.resolve("kube/config"));
    fixture.start(fixture.file("localport.yaml", WEB), "web");

    ServiceStatus web = await("suspended", service -> service.state().equals("suspended"));
    assertThat(Objects.requireNonNull(web.lastError()).message())
        .isEqualTo(
            "no kubeconfig: %s/kube/config does not exist; set KUBECONFIG, or kubeconfig in the configuration"
                .formatted(folder));
  }

  @Test
  void anErrorOfTheVirtualMachineEndsTheAttemptAndNotTheForward()
      throws IOException, InterruptedException, LoadException {
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
    try (KubeContexts deep = new KubeContexts(broken, fixture.transport);
        Forwards other =
            new Forwards(
                fixture.parts(fixture.dialer(deep)),
                fixture.disk(),
                fixture.trusted(),
                Await.LIMIT)) {
      other.load(fixture.file("localport.yaml", WEB));
      other.start(List.of("web"));

      Await.until(
          "the attempt is over", () -> other.statuses().getFirst().state().equals("reconnecting"));
      assertThat(Objects.requireNonNull(other.statuses().getFirst().lastError()).message())
          .startsWith("internal error: StackOverflowError [")
          .doesNotContain("too deep");
    }
  }

  @Test
  void twoServicesOnOnePortAreToldApart() throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    int port = awaitConnected().ports().getFirst().local().getFirst().port();
    fixture.start(fixture.file("other.yaml", web("web2").replace("auto", "" + port)), "web2");

    Await.until("web2 is suspended", () -> fixture.status("web2").state().equals("suspended"));
    assertThat(fixture.status("web2").reason()).isEqualTo("port_taken");
    assertThat(Objects.requireNonNull(fixture.status("web2").lastError()).message())
        .isEqualTo(
            "127.0.0.1:%d is taken by service web; free it, or set local_port: auto"
                .formatted(port));
  }

  @Test
  void aNameInTwoFilesIsRefusedWhileOneOfThemRunsAndNothingChanges()
      throws IOException, InterruptedException, LoadException {
    DesiredState.Source one = fixture.file("one.yaml", WEB + web("other") + web("idle"));
    DesiredState.Source two = fixture.file("two.yaml", web("own") + web("idle"));
    fixture.start(one, "web", "other");

    assertThatThrownBy(() -> forwards().load(two))
        .isInstanceOf(LoadException.class)
        .hasMessage(
            "the name idle is used by %s and by %s; rename one of them, or: localport stop web other"
                .formatted(one.file(), two.file()));
    assertThat(forwards().listing().files()).containsExactly(one.file());
  }

  @Test
  void aFileOfWhichNothingRunsGivesWayToOneWithTheSameNames()
      throws IOException, InterruptedException, LoadException {
    DesiredState.Source one = fixture.file("one.yaml", WEB + web("other"));
    DesiredState.Source two = fixture.file("two.yaml", WEB);
    fixture.start(one, "web");
    forwards().stop(List.of("web"));

    assertThat(forwards().load(two))
        .containsExactly(
            "%s is no longer loaded: none of its services runs, and %s has the same names"
                .formatted(one.file(), two.file()));

    assertThat(forwards().listing().files()).containsExactly(two.file());
    assertThat(forwards().watched()).containsExactly(Path.of(Objects.requireNonNull(two.file())));
    assertThat(forwards().statuses()).map(ServiceStatus::name).containsExactly("web");
    assertThat(fixture.status("web").configFile()).isEqualTo(two.file());
    assertThatThrownBy(() -> forwards().start(List.of("web"), Consent.NOT_GIVEN, null, one.file()))
        .hasMessage(
            one.file()
                + " was replaced by another file with the same names at the same moment; start it again");
    assertThat(fixture.status("web").state()).isEqualTo("stopped");
  }

  @Test
  void aFileThatIsWrongOrMissingIsRefusedAndTheOldOneRunsOn()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    awaitConnected();
    Path wrong = Files.writeString(folder.resolve("localport.yaml"), "services: 7");

    assertThatThrownBy(() -> forwards().load(new DesiredState.Source(wrong.toString(), null, null)))
        .isInstanceOf(LoadException.class);
    assertThatThrownBy(
            () -> forwards().load(new DesiredState.Source(folder + "/none.yaml", null, null)))
        .hasMessage(folder + "/none.yaml does not exist");

    assertThat(fixture.status("web").state()).isEqualTo("connected");
  }

  @Test
  void aReloadTouchesOnlyWhatHasChanged() throws IOException, InterruptedException, LoadException {
    String other = web("other");
    fixture.start(fixture.file("localport.yaml", WEB + other), "web", "other");
    ServiceStatus before = awaitConnected();
    Await.until("other is connected", () -> fixture.status("other").state().equals("connected"));
    int port = fixture.status("other").ports().getFirst().local().getFirst().port();

    forwards().load(fixture.file("localport.yaml", other.replace("auto", "" + port) + WEB));
    Await.until("other is connected", () -> fixture.status("other").state().equals("connected"));

    assertThat(fixture.status("web").connectedSince()).isEqualTo(before.connectedSince());
    assertThat(fixture.status("web").ports()).isEqualTo(before.ports());
    assertThat(fixture.status("other").ports().getFirst().local().getFirst().port())
        .isEqualTo(port);

    forwards().load(fixture.file("localport.yaml", WEB));
    assertThat(forwards().statuses().stream().map(ServiceStatus::name)).containsExactly("web");
  }

  @Test
  void aKilledDaemonComesBackToWhatWasWantedOnTheSamePort()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB + web("idle")), "web");
    awaitConnected();
    int port = fixture.port("web");
    Settled settled = new Settled("dev", List.of(new Settled.Port("echo", port)));
    Await.until(
        "what it settled on is kept",
        () ->
            fixture
                .onDisk()
                .wanted()
                .equals(
                    List.of(
                        new DesiredState.Wanted(
                            "web", forwards().listing().files().getFirst(), settled))));

    fixture.startAnew(); // what is wanted stays on disk, as after a kill

    awaitConnected();
    fixture.assertServes("web");
    assertThat(fixture.port("web")).isEqualTo(port);
    assertThat(fixture.status("idle").state()).isEqualTo("stopped");
  }

  @Test
  void aPortThatSomebodyTookMeanwhileIsAnotherOne()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    awaitConnected();
    int port = fixture.port("web");
    forwards().close();

    try (ServerSocket taken = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      fixture.startAnew();
      awaitConnected();

      assertThat(fixture.port("web")).isNotEqualTo(taken.getLocalPort());
      fixture.assertServes("web");
    }
  }

  @Test
  void aReloadKeepsTheNumberAndAContextThatTheFileDoesNotName()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    awaitConnected();
    int port = fixture.port("web");
    fixture.twoContexts("kube/config");

    forwards().load(fixture.file("localport.yaml", WEB + "    tags: [new]\n"));
    awaitConnected();
    assertThat(fixture.port("web")).isEqualTo(port);
    assertThat(fixture.status("web").context()).isEqualTo("dev");

    forwards().load(fixture.file("localport.yaml", WEB.replace("shop", "shop, context: prod")));
    awaitConnected();
    assertThat(fixture.port("web")).isEqualTo(port);
    assertThat(fixture.status("web").context()).isEqualTo("prod");
  }

  @Test
  void aCommandLinesServicesAreForgottenWhenTheyAreStopped()
      throws InterruptedException, LoadException {
    String config = folder.resolve("kube/config").toString();
    DesiredState.Source line =
        new DesiredState.Source(null, "services:\n" + WEB + web("web2"), config);
    fixture.start(line, "web", "web2");
    awaitConnected();

    forwards().stop(List.of("web2"));
    assertThat(forwards().statuses()).hasSize(2);
    assertThat(fixture.status("web").configFile()).isNull();

    forwards().stop(List.of("web"));
    assertThat(forwards().statuses()).isEmpty();
    assertThat(fixture.onDisk().sources()).isEmpty();
  }

  @Test
  void aSelectionMeansNamesTagsAndContexts()
      throws IOException, InterruptedException, LoadException {
    forwards()
        .load(
            fixture.file(
                "localport.yaml",
                WEB
                    + "    tags: [front]\n"
                    + web("off")
                    + "    enabled: false\n"
                    + web("late")
                    + "    autostart: false\n"));
    String file = forwards().listing().files().getFirst();

    assertThat(forwards().listing().autostarting(file)).containsExactly("web");
    assertThat(forwards().listing().autostarting("/no/such/file")).isEmpty();
    assertThat(
            forwards()
                .listing()
                .select(
                    new Selection(List.of("late", "none"), List.of("front", "typo"), false, null)))
        .isEqualTo(new Selected(List.of("late", "web"), List.of("none"), List.of("typo")));
    assertThat(
            forwards().listing().select(new Selection(List.of(), List.of(), true, "prod")).names())
        .isEmpty();
    assertThat(forwards().start(List.of("off", "none")).disabled()).containsExactly("off");
    assertThat(fixture.status("off").state()).isEqualTo("stopped");
    assertThat(Objects.requireNonNull(forwards().listing().service("web")).shell().kubeconfig())
        .isEqualTo(folder + "/kube/config");
    assertThat(forwards().listing().service("none")).isNull();
  }
}
