package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the keys become that no forward acts on yet, and how levels lie on top of each other. */
class EveryValueTest {
  private static final String SERVICE =
      "- {name: db, connection: {resource_name: db}, ports: ['1']";

  private static ConfigFile file(String text) {
    return switch (ConfigReader.read("f", "version: '1.0'\n" + text, true, Map.of("T", "geheim"))) {
      case ConfigResult.Loaded(ConfigFile config) -> config;
      case ConfigResult result -> throw new AssertionError(Read.problems(result));
    };
  }

  private static HealthCheckConfig check(String defaults, String service) {
    ConfigFile file =
        file("defaults: {" + defaults + "}\nservices:\n" + SERVICE + ", " + service + "}\n");
    HealthCheckConfig check = file.services().getFirst().tuning().healthCheck();
    if (check == null) {
      throw new AssertionError("no check");
    }
    return check;
  }

  @Test
  void aHealthCheckThatSaysNothingHasTheContractsDefaults() {
    assertThat(check("", "health_check: {}"))
        .isEqualTo(
            new HealthCheckConfig(
                new HealthProbe.Tcp(null, null),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                3,
                1,
                true,
                false));
  }

  @Test
  void aServicesCheckLiesOnTopOfTheDefaults() {
    HealthCheckConfig check =
        check(
            "health_check: {type: http, interval: 9, config: {url: /a, ca_file: ca.pem, method: head, headers: {X: '${T}'}}}",
            "health_check: {type: https, failure_threshold: 5, restart: true, config: {timeout: 2, expected_status: 204}}");

    assertThat(check.probe())
        .isEqualTo(
            new HealthProbe.Http(
                true, "/a", "HEAD", List.of(204), null, Map.of("X", "geheim"), true, "ca.pem"));
    assertThat(check.interval()).hasSeconds(9);
    assertThat(check.timeout()).hasSeconds(2);
    assertThat(check.failureThreshold()).isEqualTo(5);
    assertThat(check.restart()).isTrue();
    assertThat(check).asString().doesNotContain("geheim");
  }

  @Test
  void aCheckOfTheSameKindKeepsWhatItDoesNotSay() {
    String tcp = "health_check: {config: {host: a, port: 1}}";
    String http = "health_check: {type: http, config: {url: /a}}";
    String exec = "health_check: {type: exec, config: {command: [a, geheim]}}";

    assertThat(check(tcp, "health_check: {config: {port: 2}}").probe())
        .isEqualTo(new HealthProbe.Tcp("a", 2));
    assertThat(check(tcp, "health_check: {config: {host: b}}").probe())
        .isEqualTo(new HealthProbe.Tcp("b", 1));
    assertThat(check(http, "health_check: {type: https}").probe().type()).isEqualTo("https");
    assertThat(check(http, "health_check: {config: {url: /b, expected_content: ok}}").probe())
        .hasToString("http GET /b");
    assertThat(check(exec, "health_check: {interval: 5}").probe())
        .isEqualTo(new HealthProbe.Exec(List.of("a", "geheim")))
        .hasToString("exec a");
  }

  @Test
  void noneSwitchesTheDefaultsOff() {
    ConfigFile file =
        file(
            "defaults: {health_check: {}}\nservices:\n"
                + SERVICE
                + ", health_check: {type: none}}");

    assertThat(file.services().getFirst().tuning().healthCheck()).isNull();
  }

  @Test
  void aServiceHasItsSwitchesAndItsAddress() {
    ServiceConfig service =
        file("services:\n"
                + SERVICE
                + ", confirm: true, priority: -5, lazy: true, idle_timeout: 15m, balance: true,"
                + " bind_address: 0.0.0.0, expose: true,"
                + " cluster_health: {monitor_pod: false, pod_selector: 'app in (a, b)'}}")
            .services()
            .getFirst();

    assertThat(service.start()).isEqualTo(new StartConfig(true, true, true, -5));
    assertThat(service.bindAddress()).isEqualTo("0.0.0.0");
    assertThat(service.tuning().lazy()).isTrue();
    assertThat(service.tuning().idleTimeout()).hasMinutes(15);
    assertThat(service.tuning().balance()).isTrue();
    assertThat(service.clusterHealth()).isEqualTo(new PodMonitorConfig(false, "app in (a, b)"));
  }

  @Test
  void loopbackNeedsNoLeave() {
    for (String address : List.of("localhost", "127.0.0.2", "\"::1\"")) {
      assertThat(file("services:\n" + SERVICE + ", bind_address: " + address + "}").services())
          .as(address)
          .hasSize(1);
    }
  }

  @Test
  void anAddressOfItsOwnFollowsFromTheName() {
    String both =
        """
        services:
        - {name: orders-db, connection: {resource_name: db}, local_port: 5432, remote_port: 5432,
           bind_address: auto}
        - {name: users-db, connection: {resource_name: db}, local_port: 5432, remote_port: 5432,
           bind_address: auto}
        """;

    assertThat(file(both).services())
        .extracting(ServiceConfig::bindAddress)
        .as("written into connection strings: the same for ever")
        .containsExactly("127.106.223.220", "127.124.139.69");
  }

  @Test
  void aContextsClusterHealthLiesOnTopOfTheDefaults() {
    ClusterConfigs clusters =
        file("""
        defaults: {cluster_health: {interval: 60, commands: {node_status: false}}}
        cluster_contexts:
          dev:
            cluster_health:
              timeout: 9
              commands:
                cluster_info: {command: [kubectl, cluster-info, --request-timeout, 7s]}
                pod_status: {enabled: false, command: [kubectl, get, po, -n, a, -A, -l, x=y, -o, wide]}
                events_on_failure: {command: [kubectl, get, events, --limit=5, --field-selector=type=Warning]}
        services: []
        """)
            .clusters();

    ClusterHealthConfig dev = clusters.of("dev");
    assertThat(dev.interval()).hasSeconds(60);
    assertThat(dev.timeout()).hasSeconds(9);
    assertThat(dev.queries())
        .isEqualTo(
            new ClusterQueries(
                new ClusterQuery(true, null, null, null, 0, Duration.ofSeconds(7)),
                new ClusterQuery(false, null, null, "x=y", 0, null),
                new ClusterQuery(false, null, null, null, 0, null),
                new ClusterQuery(true, null, "type=Warning", null, 5, null)));
    assertThat(clusters.of("other")).isEqualTo(clusters.of(null)).isNotEqualTo(dev);
  }

  @Test
  void aFileKeepsNotificationsMeasurementsVariablesAndWhatNeedsTrust() {
    ConfigFile file =
        file(
            """
            kubeconfig: ${T}
            notify:
            - {on: [error, connected], command: [mail, "${U:me}"]}
            - {on: [failed], desktop: true}
            - {on: [unhealthy], command: [/bin/say], desktop: true}
            metrics: {listen: "[::1]:9464"}
            journal: {keep: 500}
            services: []
            """);

    assertThat(file.daemon().notifications())
        .containsExactly(
            new NotifyConfig(
                List.of(NotifyEvent.ERROR, NotifyEvent.CONNECTED), List.of("mail", "me"), false),
            new NotifyConfig(List.of(NotifyEvent.FAILED), List.of(), true),
            new NotifyConfig(List.of(NotifyEvent.UNHEALTHY), List.of("/bin/say"), true));
    assertThat(file.daemon().notifications())
        .extracting(NotifyConfig::label)
        .containsExactly("mail", "desktop", "say");
    assertThat(file.daemon().notifications().getFirst()).asString().doesNotContain("me]");
    assertThat(file.daemon().journal()).isEqualTo(new JournalConfig(500));
    assertThat(file("journal: {}\nservices: []\n").daemon().journal())
        .isEqualTo(new JournalConfig(100));
    assertThat(file.daemon().metrics()).isEqualTo(new MetricsConfig("::1", 9464));
    assertThat(file("metrics: {listen: localhost:9464}\nservices: []\n").daemon().metrics())
        .isEqualTo(new MetricsConfig("127.0.0.1", 9464));
    assertThat(file.variables()).containsExactlyInAnyOrder("T", "U");
    assertThat(file.sensitive())
        .extracting(Object::toString)
        .containsExactly(
            "f:2:13: kubeconfig: uses other credentials",
            "f:4:37: notify[0].command: runs a command",
            "f:6:30: notify[2].command: runs a command");
  }
}
