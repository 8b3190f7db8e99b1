package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where a file says a value. */
class FileValuesTest {
  private static final FileValues VALUES =
      read(
          """
          version: "1.0"
          defaults:
            reconnect: {max_attempts: 3, jitter: 0.1}
            hold: {timeout: 5s}
            cluster_health: {interval: 60}
          cluster_contexts:
            prod:
              reconnect: {max_attempts: 7}
              cluster_health: {keepalive_interval: 10}
          services:
          - name: web
            connection: {resource_name: web, context: prod}
            ports: ["1:1"]
            hold: {timeout: 9s}
          - name: db
            profile: low-bandwidth
            connection: {resource_name: db}
            ports: ["2:2"]
            restart_policy: {backoff_multiplier: 3, enabled: false}
            heartbeat: {timeout: }
            health_check: {type: tcp, config: {timeout: 2}}
          """);

  private static FileValues read(String text) {
    return switch (ConfigReader.read("localport.yaml", text, false)) {
      case ConfigResult.Loaded(ConfigFile file) -> file.values();
      case ConfigResult.Refused refused -> throw new AssertionError(refused.problems());
    };
  }

  private static String origin(Map<String, Origin> origins, String path) {
    Origin origin = origins.get(path);
    return origin == null ? "default" : origin.text("localport.yaml");
  }

  @Test
  void aServiceHasItsOwnWordThenItsContextsThenTheDefaults() {
    Map<String, Origin> web = VALUES.ofService("web");

    assertThat(origin(web, "hold.timeout")).isEqualTo("localport.yaml (service)");
    assertThat(origin(web, "reconnect.max_attempts"))
        .isEqualTo("localport.yaml (cluster_contexts.prod)");
    assertThat(origin(web, "reconnect.jitter")).isEqualTo("localport.yaml (defaults)");
    assertThat(origin(web, "reconnect.auto")).isEqualTo("default");
  }

  @Test
  void aProfileIsNamedAndOlderKeysCount() {
    Map<String, Origin> db = VALUES.ofService("db");

    assertThat(origin(db, "reconnect.max_attempts")).isEqualTo("profile low-bandwidth");
    assertThat(origin(db, "heartbeat.interval")).isEqualTo("profile low-bandwidth");
    assertThat(origin(db, "reconnect.multiplier")).isEqualTo("localport.yaml (service)");
    assertThat(origin(db, "reconnect.auto")).isEqualTo("localport.yaml (service)");
    assertThat(origin(db, "health_check.timeout")).isEqualTo("localport.yaml (service)");
    assertThat(origin(db, "heartbeat.timeout")).isEqualTo("default");
    assertThat(origin(db, "hold.timeout")).isEqualTo("localport.yaml (defaults)");
  }

  @Test
  void theProfileOfTheDefaultsIsNamedWhereNothingAboveItSaysMore() {
    FileValues values =
        read(
            """
            version: "1.0"
            defaults: {profile: unstable}
            cluster_contexts: {prod: {reconnect: {max_attempts: 3}}}
            services:
            - {name: web, connection: {resource_name: web, context: prod}, ports: ["1:1"]}
            - {name: db, connection: {resource_name: db, context: prod}, ports: ["2:2"],
               profile: stable}
            """);

    Map<String, Origin> web = values.ofService("web");
    assertThat(origin(web, "reconnect.max_attempts"))
        .isEqualTo("localport.yaml (cluster_contexts.prod)");
    assertThat(origin(web, "reconnect.initial_delay")).isEqualTo("profile unstable");
    Map<String, Origin> db = values.ofService("db");
    assertThat(origin(db, "reconnect.max_attempts")).isEqualTo("profile stable");
    assertThat(origin(db, "reconnect.initial_delay")).isEqualTo("profile stable");
    assertThat(origin(db, "heartbeat.interval")).isEqualTo("default");
  }

  @Test
  void aContextHasItsOwnWordThenTheDefaults() {
    FileValues.Level prod = VALUES.of("prod");

    assertThat(prod.tuning().reconnect().maxAttempts()).isEqualTo(7);
    assertThat(origin(prod.origins(), "cluster_health.keepalive_interval"))
        .isEqualTo("localport.yaml (cluster_contexts.prod)");
    assertThat(origin(prod.origins(), "cluster_health.interval"))
        .isEqualTo("localport.yaml (defaults)");
    assertThat(VALUES.of("other")).isEqualTo(VALUES.of(null));
  }

  @Test
  void aServiceThatIsNotThereHasNone() {
    assertThat(VALUES.ofService("other")).isEmpty();
    assertThat(FileValues.NONE.of("prod").tuning()).isEqualTo(Tuning.DEFAULT);
  }
}
