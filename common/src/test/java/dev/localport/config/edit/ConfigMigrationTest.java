package dev.localport.config.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.config.Read;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a file of LocalPort 1.0. */
class ConfigMigrationTest {
  private static final String SERVICE =
      "  - {name: a, connection: {resource_name: a, namespace: b}, ports: ['1']}\n";

  private static ConfigMigration.Migrated migrated(String text) {
    return ConfigMigration.migrate("f", text);
  }

  @Test
  void oldWordsAreReplacedWhereTheyStandAndAllElseStays() {
    String old =
        """
        # 😀 mine
        version: "1.0"
        defaults:
          restart_policy:   # old
            enabled: true
            backoff_multiplier: 3
          health_check: {type: postgresql, interval: 9}
        services:
          - name: a
            enabled: true   # no old word here
            connection: {resource_name: a, namespace: b}
            ports: ['1']
            reconnect: {enabled: false}
            health_check:
              type: http
              config: {url: /, expected_status_codes: [200]}
        cluster_contexts:
          dev: {restart_policy: {enabled: false}}
        """;

    ConfigMigration.Migrated now = migrated(old);

    assertThat(now.text())
        .isEqualTo(
            """
            # 😀 mine
            version: "1.0"
            defaults:
              reconnect:   # old
                auto: true
                multiplier: 3
              health_check: {type: postgres, interval: 9}
            services:
              - name: a
                enabled: true   # no old word here
                connection: {resource_name: a, namespace: b}
                ports: ['1']
                reconnect: {auto: false}
                health_check:
                  type: http
                  config: {url: /, expected_status: [200]}
            cluster_contexts:
              dev: {reconnect: {auto: false}}
            """);
    assertThat(now.notes()).isEmpty();
    assertThat(migrated(now.text()).text()).as("a second time").isEqualTo(now.text());
  }

  @Test
  void aPartThatTwoServicesShareIsReplacedOnce() {
    String old =
        """
        version: "1.0"
        services:
          - name: a
            connection: {resource_name: a, namespace: b}
            ports: ['1']
            restart_policy: &r {enabled: false}
          - name: b
            connection: {resource_name: a, namespace: b}
            ports: ['2']
            restart_policy: *r
        """;

    String now = migrated(old).text();

    assertThat(now)
        .isEqualTo(old.replace("restart_policy", "reconnect").replace("{enabled", "{auto"));
    assertThat(Read.services(now)).hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "# only words first\n", "---\n"})
  void aFileWithoutAVersionGetsOne(String head) {
    assertThat(migrated(head + "services:\n" + SERVICE).text())
        .isEqualTo(head + "version: \"1.0\"\nservices:\n" + SERVICE);
  }

  @Test
  void oneThatIsWrittenInBracesHasNoLineForAVersion() {
    String braces =
        "{services: [{name: a, connection: {resource_name: a, namespace: b}, ports: ['1']}]}";

    assertThat(migrated(braces).text()).isEqualTo(braces);
  }

  @Test
  void aServiceWithoutANamespaceIsNotedWithItsPlace() {
    ConfigMigration.Migrated now =
        migrated(
            """
            version: "1.0"
            services:
              - name: a
                connection: {resource_name: a}
                ports: ['1']
              - name: b
                technology: kubectl
                connection: {resource_name: a, namespace: ~}
                ports: ['1']
              - name: c
                technology: ssh
                connection: {host: c.example.com}
            """);

    assertThat(now.notes())
        .containsExactly(
            "f:4:17: services[0].connection: without a namespace, LocalPort 1.0 used default; now"
                + " the context's namespace is used. To keep the old behavior, write namespace:"
                + " default");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          restart_policy: ~                        | reconnect: ~
          restart_policy: [enabled]                | reconnect: [enabled]
          health_check: {type: ~, config: ~}       | health_check: {type: ~, config: ~}
          health_check: {type: "postgresql"}       | health_check: {type: postgres}
          health_check: {type: tcp, config: {port: 1}} | health_check: {type: tcp, config: {port: 1}}
          reconnect: {[enabled]: 1, enabled: true} | reconnect: {[enabled]: 1, auto: true}
          hold: {enabled: 1}                       | hold: {enabled: 1}
          """)
  void onlyOldWordsInTheirPlacesAreReplaced(String old, String now) {
    assertThat(migrated("version: 1\ndefaults: {" + old + "}\n").text())
        .isEqualTo("version: 1\ndefaults: {" + now + "}\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"services: [", "- 1\n--- 2\n"})
  void aTextThatWasNeverLoadedIsABug(String text) {
    assertThatThrownBy(() -> migrated(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a text that was not loaded: ");
  }
}
