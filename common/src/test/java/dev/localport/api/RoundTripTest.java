package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ReloadReply.FileReload;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What travels between command line and daemon is read as it was written, over a line of JSON. */
class RoundTripTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static JsonObject sent(JsonObject json) {
    return JsonObject.parse(json.toString());
  }

  private static ServiceStatus service(
      String name, String state, PortStatus port, @Nullable Failure error) {
    return ServiceStatusBuilder.builder()
        .name(name)
        .state(state)
        .reason(error == null ? null : error.kind().word())
        .context("dev")
        .namespace("shop")
        .target("service/web")
        .ports(List.of(port))
        .pods(List.of("web-1"))
        .protocol("spdy")
        .health("disabled")
        .traffic(
            TrafficStatusBuilder.builder()
                .active(1)
                .held(2)
                .total(30)
                .failed(4)
                .failedByCause(Map.of("refused", 4L))
                .firstByteMillisP50(error == null ? null : 1.25)
                .firstByteMillisP95(error == null ? null : 20.0)
                .sent(5)
                .received(6)
                .lastActivity(error == null ? null : NOW)
                .build())
        .heartbeat(new HeartbeatStatus(3, 2, 1, error == null ? null : 1.5, NOW, NOW, true))
        .sessions(3)
        .attempt(2)
        .maxAttempts(10)
        .nextRetryAt(NOW)
        .reconnects(1)
        .uptimeSeconds(7)
        .availability24h(error == null ? null : 0.75)
        .lastError(error)
        .tags(List.of("data"))
        .insecure(true)
        .pending(error == null ? new PendingOperation(12, "restart", NOW) : null)
        .localPort(80)
        .url("tcp://127.0.0.1:80")
        .production(true)
        .description("the shop")
        .build();
  }

  private static PortStatus port(@Nullable String name, String remote) {
    return new PortStatus(
        name,
        remote,
        List.of(new PortStatus.Address("127.0.0.1", 80), new PortStatus.Address("::1", 80)));
  }

  private static final ServiceStatus UP = service("up", "connected", port("web", "http"), null);
  private static final ServiceStatus IDLE = service("idle", "idle", port(null, "80"), null);
  private static final ServiceStatus DOWN =
      service("down", "suspended", port(null, "80"), new Failure(FailureKind.FORBIDDEN, "no"));

  @Test
  void aStatus() {
    StatusReply reply =
        new StatusReply(
            StatusReply.Overall.DEGRADED,
            new DaemonInfo(1, "1.2", 1, 60, List.of("/localport.yaml")),
            List.of(UP, DOWN),
            List.of(ClusterRoundTripTest.whole()),
            List.of("a note"));

    assertThat(StatusReply.from(sent(reply.toJson()))).isEqualTo(reply);
  }

  @Test
  void anOlderDaemonKnowsLessOfAService() {
    Map<String, @Nullable Object> older = new LinkedHashMap<>(DOWN.toJson().asMap());
    older
        .keySet()
        .removeAll(List.of("sessions", "availability_24h", "pending", "local_port", "url"));
    older.put("connections", Map.of("active", 1, "held", 2, "total", 3, "failed", 4));
    JsonObject.Builder json = JsonObject.builder();
    older.forEach(json::put);

    ServiceStatus read = ServiceStatus.from(sent(json.build()));

    assertThat(read.traffic())
        .isEqualTo(
            TrafficStatusBuilder.builder()
                .active(1)
                .held(2)
                .total(3)
                .failed(4)
                .sent(5)
                .received(6)
                .lastActivity(NOW)
                .build());
    assertThat(read.sessions()).isZero();
    assertThat(read.availability24h()).isNull();
    assertThat(read.localPort()).isNull();
  }

  private static ServiceStatus unhealthy(ServiceStatus service) {
    return ServiceStatus.from(
        JsonObject.builder().putAll(service.toJson()).put("health", "unhealthy").build());
  }

  private static ServiceStatus refused(ServiceStatus service) {
    JsonObject connections =
        JsonObject.parse(
            "{\"active\":0,\"held\":0,\"total\":2,\"failed\":2,\"failed_by_cause\":{\"refused\":2}}");
    return ServiceStatus.from(
        JsonObject.builder().putAll(service.toJson()).put("connections", connections).build());
  }

  @Test
  void aServiceIsHealthyWhenClientsCanUseIt() {
    assertThat(List.of(UP, IDLE)).allMatch(ServiceStatus::isHealthy);
    assertThat(List.of(DOWN, unhealthy(UP), refused(UP))).noneMatch(ServiceStatus::isHealthy);
    assertThat(UP.toJson().flag("healthy", false)).isTrue();
    assertThat(refused(UP).toJson().flag("healthy", true)).isFalse();
  }

  @Test
  void aServiceIsUnusableWhileItsConfigurationIs() {
    Failure unset = new Failure(FailureKind.CONFIGURATION, "the variable TOKEN is not set");

    assertThat(service("a", "stopped", port(null, "80"), unset).isUnusable()).isTrue();
    assertThat(service("a", "connecting", port(null, "80"), unset).isUnusable()).isFalse();
    assertThat(service("a", "stopped", port(null, "80"), null).isUnusable()).isFalse();
    assertThat(
            service("a", "stopped", port(null, "80"), new Failure(FailureKind.SESSION, "reset"))
                .isUnusable())
        .isFalse();
  }

  @Test
  void aStatusWithWhatIsKnownOfItsRecovery() {
    RecoveryStatus recovery =
        RecoveryStatusBuilder.builder().attempts(2).p50(Duration.ofSeconds(1)).build();
    ServiceStatus known = ServiceStatusBuilder.builder(UP).recovery(recovery).build();

    assertThat(ServiceStatus.from(sent(known.toJson()))).isEqualTo(known);
  }

  @Test
  void theWholeIsAsWellAsWhatIsWanted() {
    ServiceStatus stopped = service("stopped", "stopped", port(null, "80"), null);

    assertThat(StatusReply.Overall.of(List.of(), List.of())).isEqualTo(StatusReply.Overall.HEALTHY);
    assertThat(StatusReply.Overall.of(List.of(UP, IDLE, stopped), List.of()))
        .isEqualTo(StatusReply.Overall.HEALTHY);
    assertThat(StatusReply.Overall.of(List.of(UP, DOWN), List.of()))
        .isEqualTo(StatusReply.Overall.DEGRADED);
    assertThat(StatusReply.Overall.of(List.of(DOWN, stopped), List.of()))
        .isEqualTo(StatusReply.Overall.UNHEALTHY);
    assertThat(StatusReply.Overall.of(List.of(UP, unhealthy(IDLE)), List.of()))
        .isEqualTo(StatusReply.Overall.DEGRADED);
    assertThat(StatusReply.Overall.of(List.of(unhealthy(UP)), List.of()))
        .isEqualTo(StatusReply.Overall.DEGRADED);
    assertThat(StatusReply.Overall.of(List.of(refused(UP)), List.of()))
        .isEqualTo(StatusReply.Overall.DEGRADED);
    assertThat(StatusReply.Overall.of(List.of(unhealthy(DOWN)), List.of()))
        .isEqualTo(StatusReply.Overall.UNHEALTHY);
    assertThat(StatusReply.Overall.parse("a word of a newer daemon"))
        .isEqualTo(StatusReply.Overall.DEGRADED);
  }

  private static ClusterStatus cluster(String context, ClusterState state) {
    return ClusterStatus.from(
        JsonObject.builder()
            .put("context", context)
            .put("server", "https://one")
            .put("state", state.word())
            .build());
  }

  private static StatusReply.Overall overall(ServiceStatus service, ClusterState state) {
    return StatusReply.Overall.of(
        List.of(service), List.of(cluster(String.valueOf(service.context()), state)));
  }

  @Test
  void theWholeIsNotHealthyWhileAClusterInUseIsOffline() {
    ServiceStatus stopped = service("stopped", "stopped", port(null, "80"), null);

    for (ClusterState down : List.of(ClusterState.OFFLINE, ClusterState.ERROR)) {
      assertThat(overall(UP, down)).isEqualTo(StatusReply.Overall.DEGRADED);
      assertThat(overall(IDLE, down)).isEqualTo(StatusReply.Overall.UNHEALTHY);
      assertThat(overall(stopped, down)).isEqualTo(StatusReply.Overall.HEALTHY);
      assertThat(StatusReply.Overall.of(List.of(UP), List.of(cluster("nobody's", down))))
          .isEqualTo(StatusReply.Overall.HEALTHY);
    }
    assertThat(overall(UP, ClusterState.DEGRADED)).isEqualTo(StatusReply.Overall.DEGRADED);
    for (ClusterState fine :
        List.of(
            ClusterState.CHECKING,
            ClusterState.CONNECTED,
            ClusterState.RECONNECTING,
            ClusterState.DISABLED)) {
      assertThat(overall(IDLE, fine)).isEqualTo(StatusReply.Overall.HEALTHY);
    }
  }

  @Test
  void aBuilderNamesThePartThatIsMissing() {
    ClusterEventBuilder unfinished = ClusterEventBuilder.builder().type("Normal");

    assertThatThrownBy(unfinished::build).hasMessage("reason is required");
  }

  @Test
  void aBuilderKeepsTheOrderOfCauses() {
    Map<String, Long> causes = new LinkedHashMap<>();
    List.of("timeout", "refused", "reset", "closed", "other").forEach(word -> causes.put(word, 1L));

    TrafficStatus traffic = TrafficStatusBuilder.builder().failedByCause(causes).build();

    assertThat(traffic.failedByCause().keySet())
        .containsExactly("timeout", "refused", "reset", "closed", "other");
  }

  @Test
  void aStart() {
    Selection selection = new Selection(List.of("web"), List.of("data"), true, "dev");
    StartRequest plain =
        StartRequest.of(new Selection(List.of("web"), List.of(), false, null), new Caller(null));
    StartRequest full =
        StartRequest.of(selection, new Caller("/config", Map.of("NS", "shop"), true))
            .loading("/localport.yaml")
            .adHoc("services: []", true)
            .waiting(Duration.ofSeconds(10))
            .after(Settled.of(UP))
            .saying("services: [1]")
            .withConsent();
    AdHoc other = new AdHoc("services: []", Settled.of(UP));
    StartRequest several = plain.adHoc(List.of(new AdHoc("", Settled.NOTHING), other), false);

    assertThat(StartRequest.from(sent(plain.toJson()))).isEqualTo(plain);
    assertThat(StartRequest.from(sent(full.toJson()))).isEqualTo(full);
    assertThat(StartRequest.from(sent(several.toJson()))).isEqualTo(several);
    assertThat(full.adHocs()).containsExactly(other);
    assertThat(plain.adHoc(List.of(new AdHoc("services: []", Settled.NOTHING)), false))
        .returns(List.of(other), one -> one.after(List.of(Settled.of(UP))).adHocs())
        .returns(1, one -> one.after(List.of()).adHocs().size());
    assertThat(full.before()).isEqualTo(new Settled("dev", List.of(new Settled.Port("web", 80))));
  }

  @Test
  void theProxiesOfAShellTravelAlongAndTheUpperCaseNameGoesFirst() {
    ProxyVariables proxies =
        ProxyVariables.of(
            Map.of(
                "HTTPS_PROXY", "http://eve:secret@a:1",
                "https_proxy", "http://b:1",
                "HTTP_PROXY", "",
                "http_proxy", "http://c:1",
                "no_proxy", "localhost",
                "SSL_CERT_FILE", "/ca.pem"));
    Caller caller = new Caller(null, Map.of(), false, proxies);

    assertThat(proxies)
        .isEqualTo(
            new ProxyVariables("http://eve:secret@a:1", "http://c:1", "localhost", "/ca.pem"));
    assertThat(ProxyVariables.of(Map.of())).isEqualTo(ProxyVariables.NONE);
    assertThat(Caller.from(sent(caller.toJson()))).isEqualTo(caller);
    assertThat(proxies.toString()).isEqualTo("https set, http set");
    assertThat(ProxyVariables.NONE.toString()).isEqualTo("https not set, http not set");
  }

  @Test
  void whatAServiceSettledOnIsCalledByThePortsNameOrNumberAndLeavesOutWhatIsNotBound() {
    ServiceStatus unbound = service("web", "idle", new PortStatus("web", "80", List.of()), null);

    assertThat(Settled.of(IDLE).ports()).containsExactly(new Settled.Port("80", 80));
    assertThat(Settled.of(UP).ports()).containsExactly(new Settled.Port("web", 80));
    assertThat(Settled.of(unbound).ports()).isEmpty();
  }

  @Test
  void anAddressIsPrintedAsItIsTyped() {
    assertThat(port(null, "80").local())
        .extracting(PortStatus.Address::toString)
        .containsExactly("127.0.0.1:80", "[::1]:80");
  }

  @Test
  void whatIsSecretInAVariableIsNotPrinted() {
    assertThat(new Caller("/config", Map.of("TOKEN", "secret"), false).toString())
        .contains("TOKEN")
        .doesNotContain("secret");
  }

  @Test
  void answers() {
    ServicesReply services =
        new ServicesReply(List.of(UP), List.of("typo"), List.of("note"))
            .meaning(Map.of("typo", "type"));
    StatusChange change =
        new StatusChange("web", null, "connected", "reconnecting", null, "lost", "web-1", NOW);
    ReloadReply reload =
        new ReloadReply(
            List.of(new FileReload("/a", List.of()), new FileReload("/b", List.of("broken"))));
    TestReply test =
        new TestReply(
            "web",
            List.of(
                new TestReply.TestStep("local", null, "listens", null),
                new TestReply.TestStep(
                    "ping", 1.5, "", new Failure(FailureKind.SESSION, "no answer"))));

    assertThat(ServicesReply.from(sent(services.toJson()))).isEqualTo(services);
    assertThat(StatusChange.from(sent(change.toJson()))).isEqualTo(change);
    assertThat(ReloadReply.from(sent(reload.toJson()))).isEqualTo(reload);
    assertThat(TestReply.from(sent(test.toJson()))).isEqualTo(test);
    assertThat(test.failure()).isEqualTo(new Failure(FailureKind.SESSION, "no answer"));
  }

  @Test
  void everyKindOfFailureHasAWordOfItsOwn() {
    for (FailureKind kind : FailureKind.values()) {
      assertThat(FailureKind.of(kind.word())).isEqualTo(kind);
    }
    assertThat(FailureKind.of("a word of a newer daemon")).isEqualTo(FailureKind.SESSION);
    assertThat(Failure.from(null)).isNull();
  }
}
