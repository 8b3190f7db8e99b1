package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.form.Place;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceDefaultsTest {
  private static final ReconnectConfig DOCUMENTED =
      new ReconnectConfig(true, 10, Duration.ofSeconds(1), Duration.ofMinutes(1), 2, 0.3);

  @Test
  void aServiceThatSaysOnlyWhatItMustHasTheContractsDefaults() {
    ServiceConfig service = Read.service("local_port: 5433, remote_port: 5432");

    assertThat(service)
        .isEqualTo(
            new ServiceConfig(
                "db",
                new TargetConfig(TargetKind.SERVICE, "db", null, null, null),
                List.of(new PortMapping(null, 5433, "5432")),
                null,
                new StartConfig(true, true, false, 0),
                List.of(),
                null,
                new Tuning(
                    DOCUMENTED,
                    new BreakerConfig(5, Duration.ofMinutes(5)),
                    new HeartbeatConfig(
                        Duration.ofSeconds(9), Duration.ofSeconds(4), Duration.ofSeconds(60)),
                    new HoldConfig(Duration.ofSeconds(30), 100, Overflow.REJECT_NEWEST),
                    false,
                    Duration.ZERO,
                    false,
                    null),
                new PodMonitorConfig(true, null),
                List.of(),
                new Place("localport.yaml", 3, 3)));
  }

  @Test
  void everyKeyIsRead() {
    ServiceConfig service =
        Read.services(
                """
                version: "1.0"
                kubeconfig: ~/.kube/all
                services:
                  - name: Orders.DB-1
                    technology: kubectl
                    enabled: false
                    autostart: false
                    description: The orders, with "quotes"
                    tags: [dev, "data base", 42]
                    connection:
                      resource_type: statefulset
                      resource_name: orders.db-1
                      namespace: shop
                      context: arn:aws:eks:eu-1:1:cluster/dev
                    ports:
                      - 5432
                      - auto:http
                      - :8080
                      - 0:9090
                      - {name: admin, local: 9001, remote: 9000-tcp}
                    reconnect: {auto: false, max_attempts: 0, initial_delay: 500ms, max_delay: 2m, multiplier: 1.5, jitter: 0}
                    breaker: {failures: 0, open_for: 1h}
                    heartbeat: {interval: 5m, timeout: 1.5, give_up: 90s}
                    hold: {timeout: 0, max_connections: 1, overflow: drop-oldest}
                """)
            .getFirst();

    assertThat(service)
        .isEqualTo(
            new ServiceConfig(
                "Orders.DB-1",
                new TargetConfig(
                    TargetKind.STATEFUL_SET,
                    "orders.db-1",
                    "shop",
                    "arn:aws:eks:eu-1:1:cluster/dev",
                    "~/.kube/all"),
                List.of(
                    new PortMapping(null, 5432, "5432"),
                    new PortMapping(null, 0, "http"),
                    new PortMapping(null, 0, "8080"),
                    new PortMapping(null, 0, "9090"),
                    new PortMapping("admin", 9001, "9000-tcp")),
                null,
                new StartConfig(false, false, false, 0),
                List.of("dev", "data base", "42"),
                "The orders, with \"quotes\"",
                new Tuning(
                    new ReconnectConfig(
                        false, 0, Duration.ofMillis(500), Duration.ofMinutes(2), 1.5, 0),
                    new BreakerConfig(0, Duration.ofHours(1)),
                    new HeartbeatConfig(
                        Duration.ofMinutes(5), Duration.ofMillis(1500), Duration.ofSeconds(90)),
                    new HoldConfig(Duration.ZERO, 1, Overflow.DROP_OLDEST),
                    false,
                    Duration.ZERO,
                    false,
                    null),
                new PodMonitorConfig(true, null),
                List.of(),
                new Place("localport.yaml", 4, 5)));
    assertThat(service.target()).hasToString("statefulset/orders.db-1");
  }

  @Test
  void restartPolicyIsReadWithTheNamesOfOlderFiles() {
    ServiceConfig service =
        Read.service(
            "ports: ['1'], restart_policy: {enabled: false, max_attempts: 3, initial_delay: 2,"
                + " max_delay: 30, backoff_multiplier: 3}");

    assertThat(service.reconnect())
        .isEqualTo(
            new ReconnectConfig(false, 3, Duration.ofSeconds(2), Duration.ofSeconds(30), 3, 0.3));
  }

  @ParameterizedTest
  @CsvSource({"stable, 5, 1, 9", "unstable, 20, 5, 9", "low-bandwidth, 10, 3, 30"})
  void aProfileSetsTheDocumentedValues(String profile, int attempts, int delay, int heartbeat) {
    ServiceConfig service = Read.service("ports: ['1'], profile: " + profile);

    assertThat(service.reconnect())
        .isEqualTo(
            new ReconnectConfig(
                true, attempts, Duration.ofSeconds(delay), Duration.ofMinutes(1), 2, 0.3));
    assertThat(service.heartbeat())
        .isEqualTo(
            new HeartbeatConfig(
                Duration.ofSeconds(heartbeat), Duration.ofSeconds(4), Duration.ofSeconds(60)));
  }

  @Test
  void anExplicitKeyWinsOverTheProfileOfItsLevel() {
    ServiceConfig service =
        Read.service(
            "ports: ['1'], profile: low-bandwidth, reconnect: {max_attempts: 7},"
                + " heartbeat: {interval: 10s}");

    assertThat(service.reconnect().maxAttempts()).isEqualTo(7);
    assertThat(service.reconnect().initialDelay()).isEqualTo(Duration.ofSeconds(3));
    assertThat(service.heartbeat().interval()).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void theProfileOfALevelWinsOverWhatStandsBelowIt() {
    List<ServiceConfig> services =
        Read.services(
            """
            version: "1.0"
            defaults: {profile: unstable, reconnect: {max_attempts: 8}}
            cluster_contexts: {prod: {reconnect: {initial_delay: 2s}}}
            services:
            - {name: web, connection: {resource_name: web, context: prod}, ports: ["1:1"]}
            - {name: db, connection: {resource_name: db, context: prod}, ports: ["2:2"],
               profile: low-bandwidth}
            """);

    ReconnectConfig web = services.getFirst().reconnect();
    assertThat(web.maxAttempts()).as("the key beside the profile").isEqualTo(8);
    assertThat(web.initialDelay()).as("the context").isEqualTo(Duration.ofSeconds(2));
    ReconnectConfig db = services.getLast().reconnect();
    assertThat(db.maxAttempts()).as("its own profile").isEqualTo(10);
    assertThat(db.initialDelay()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void aProfileWhoseFirstWaitIsLongerThanTheLongestIsAMistake() {
    String defaults = "version: '1.0'\ndefaults: {reconnect: {max_delay: 2s}}\n";
    String web = "services: [{name: web, connection: {resource_name: web}, ports: ['1:1'], %s}]\n";

    assertThat(ConfigReader.read("f.yaml", defaults + web.formatted("profile: unstable"), false))
        .isInstanceOfSatisfying(
            ConfigResult.Refused.class,
            refused ->
                assertThat(refused.problems().getFirst().toString())
                    .contains("services[0].profile", "max_delay 2s is shorter than"));
    assertThat(ConfigReader.read("f.yaml", defaults + web.formatted("profile: stable"), false))
        .isInstanceOf(ConfigResult.Loaded.class);
  }

  @Test
  void aServiceWinsOverItsContextAndThatOverTheDefaults() {
    List<ServiceConfig> services =
        Read.services(
            """
            version: "1.0"
            kubeconfig: /all
            defaults:
              reconnect: {max_attempts: 1, initial_delay: 1s, multiplier: 4}
              breaker: {failures: 7}
              hold: {timeout: 5s}
            cluster_contexts:
              dev:
                reconnect: {max_attempts: 2, initial_delay: 2s}
                heartbeat: {interval: 20s}
                kubeconfig: /dev
              other:
            services:
              - name: a
                connection: {resource_name: a, context: dev}
                ports: ["1"]
                reconnect: {max_attempts: 3}
              - name: b
                connection: {resource_name: b}
                ports: ["2"]
              - name: c
                connection: {resource_name: c, context: other}
                ports: ["3"]
            """);

    assertThat(services.get(0).reconnect())
        .isEqualTo(
            new ReconnectConfig(true, 3, Duration.ofSeconds(2), Duration.ofMinutes(1), 4, 0.3));
    assertThat(services.get(0).heartbeat().interval()).isEqualTo(Duration.ofSeconds(20));
    assertThat(services.get(0).target().kubeconfig()).isEqualTo("/dev");
    assertThat(services)
        .allSatisfy(service -> assertThat(service.breaker().failures()).isEqualTo(7))
        .allSatisfy(service -> assertThat(service.hold().timeout()).hasSeconds(5));
    assertThat(services.subList(1, 3))
        .allSatisfy(service -> assertThat(service.reconnect().maxAttempts()).isEqualTo(1))
        .allSatisfy(service -> assertThat(service.target().kubeconfig()).isEqualTo("/all"));
  }

  @Test
  void aKeyWithoutAValueCountsAsNotWritten() {
    ServiceConfig service =
        Read.service(
            "ports: ['1'], tags: , reconnect: ~, description: null, hold: Null, enabled: NULL");

    assertThat(service.reconnect()).isEqualTo(DOCUMENTED);
    assertThat(service.tags()).isEmpty();
    assertThat(service.description()).isNull();
    assertThat(service.enabled()).isTrue();
  }

  @Test
  void aliasesStandForWhatTheyName() {
    List<ServiceConfig> services =
        Read.services(
            """
            version: "1.0"
            services:
              - {name: a, connection: {resource_name: a}, ports: ["1"], tags: &t [x, y]}
              - {name: b, connection: {resource_name: b}, ports: ["2"], tags: *t}
            """);

    assertThat(services).extracting(ServiceConfig::tags).containsOnly(List.of("x", "y"));
  }

  @Test
  void jsonIsRead() {
    List<ServiceConfig> services =
        Read.services(
            "{\"version\":\"1.0\",\"services\":[{\"name\":\"db\",\"connection\":"
                + "{\"resource_type\":\"pod\",\"resource_name\":\"db-0\",\"namespace\":null},"
                + "\"ports\":[{\"name\":null,\"local\":0,\"remote\":5432}],\"enabled\":true}]}");

    assertThat(services.getFirst().target())
        .isEqualTo(new TargetConfig(TargetKind.POD, "db-0", null, null, null));
    assertThat(services.getFirst().ports()).containsExactly(new PortMapping(null, 0, "5432"));
  }
}
