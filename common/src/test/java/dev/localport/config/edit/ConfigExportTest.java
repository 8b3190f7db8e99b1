package dev.localport.config.edit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What an export shows of a file, and what it hides. */
class ConfigExportTest {
  private static final String FILE =
      """
      version: "1.0"
      kubeconfig: ~
      defaults: {hold: {timeout: 5s}}
      services:
        - name: db
          tags: [data, "${TEAM:nobody}"]
          connection: {resource_name: db}
          ports: ["5432"]
        - name: web
          enabled: true
          connection: {resource_name: web}
          ports: ["80"]
        - name: off
          enabled: false
          tags: [data]
          connection: {resource_name: off}
          ports: ["1"]
      """;

  private static Map<String, Object> export(
      String text, List<String> names, List<String> tags, boolean disabled) {
    return ConfigExport.of(
        text, Map.of("TEAM", "blue"), new ExportOptions(names, tags, true, disabled));
  }

  private static List<Object> chosen(List<String> names, List<String> tags, boolean disabled) {
    return ((List<?>) export(FILE, names, tags, disabled).getOrDefault("services", List.of()))
        .stream()
            .map(service -> ((Map<?, ?>) service).get("name"))
            .map(Object.class::cast)
            .toList();
  }

  @Test
  void allServicesButThoseThatAreDisabledAreExported() {
    assertThat(chosen(List.of(), List.of(), false)).containsExactly("db", "web");
    assertThat(chosen(List.of(), List.of(), true)).containsExactly("db", "web", "off");
  }

  @Test
  void aServiceIsChosenByNameAlsoWhereItIsDisabled() {
    assertThat(chosen(List.of("off"), List.of(), false)).containsExactly("off");
    assertThat(chosen(List.of("off", "none"), List.of("blue"), false)).containsExactly("db", "off");
  }

  @Test
  void aServiceIsChosenByTagAndAVariableCounts() {
    assertThat(chosen(List.of(), List.of("data"), false)).containsExactly("db");
    assertThat(chosen(List.of(), List.of("data"), true)).containsExactly("db", "off");
    assertThat(chosen(List.of(), List.of("blue"), false)).containsExactly("db");
    assertThat(chosen(List.of(), List.of("none"), true)).isEmpty();
  }

  @Test
  void theRestOfTheFileComesAlongAndDefaultsOnlyWhereWished() {
    Map<String, Object> with = export(FILE, List.of("web"), List.of(), false);
    Map<String, Object> without =
        ConfigExport.of(FILE, Map.of(), new ExportOptions(List.of("web"), List.of(), false, false));

    assertThat(with.keySet()).containsExactly("version", "defaults", "services");
    assertThat(with)
        .containsEntry("defaults", Map.of("hold", Map.of("timeout", "5s")))
        .containsEntry(
            "services",
            List.of(
                Map.of(
                    "name",
                    "web",
                    "enabled",
                    true,
                    "connection",
                    Map.of("resource_name", "web"),
                    "ports",
                    List.of("80"))));
    assertThat(without.keySet()).containsExactly("version", "services");
  }

  @Test
  void whatIsNotUnderstoodOrHoldsNothingIsLeftOut() {
    String text =
        """
        colour: red
        services:
          - name: db
            taste: {sweet: yes}
            description:
            tags: [a, ~, b]
            connection: {resource_name: db, resource_type: ~}
            ports: ["5432"]
          - ~
          - only words
        """;

    assertThat(export(text, List.of(), List.of(), false))
        .isEqualTo(
            Map.of(
                "services",
                List.of(
                    Map.of(
                        "name",
                        "db",
                        "tags",
                        List.of("a", "b"),
                        "connection",
                        Map.of("resource_name", "db"),
                        "ports",
                        List.of("5432")),
                    "only words")));
  }

  @Test
  void numbersAndSwitchesAreNoTextsUnlessTheyAreQuoted() {
    String text =
        """
        services:
          - name: db
            enabled: true
            description: "true"
            priority: -3
            local_port: "5432"
            tags: [007, -12, 12345678901, 1., 0]
            health_check: {timeout: 0.5, interval: 30}
            reconnect: {multiplier: 12.25, jitter: "0.3"}
        """;

    assertThat(export(text, List.of(), List.of(), false))
        .isEqualTo(
            Map.of(
                "services",
                List.of(
                    Map.of(
                        "name",
                        "db",
                        "enabled",
                        true,
                        "description",
                        "true",
                        "priority",
                        -3,
                        "local_port",
                        "5432",
                        "tags",
                        List.of("007", -12, "12345678901", "1.", 0),
                        "health_check",
                        Map.of("timeout", 0.5, "interval", 30),
                        "reconnect",
                        Map.of("multiplier", 12.25, "jitter", "0.3")))));
  }

  @Test
  void valuesOfVariablesAreHiddenAndTheirNamesAreNot() {
    String text =
        """
        services:
          - name: db
            env:
              URL: "postgres://app:geheim@{host}:{port}"
              KEY: "${KEY:geheim}"
        """;

    assertThat(export(text, List.of(), List.of(), false))
        .isEqualTo(
            Map.of(
                "services",
                List.of(Map.of("name", "db", "env", Map.of("URL", "***", "KEY", "${KEY:***}")))));
  }

  @Test
  void secretsAreHiddenAndVariablesStayVariables() {
    String text =
        """
        services:
          - name: "${TEAM}-db"
            health_check:
              type: http
              config:
                url: https://eve:pass@db.example.com/health?token=abc#x
                headers:
                  Authorization: "Bearer abc"
                  X-Key: "${KEY}"
                  X-Other: "${KEY:abc}"
                  X-Both: "${KEY}abc"
                  X-Empty: ""
        """;

    assertThat(export(text, List.of(), List.of(), false))
        .isEqualTo(
            Map.of(
                "services",
                List.of(
                    Map.of(
                        "name",
                        "${TEAM}-db",
                        "health_check",
                        Map.of(
                            "type",
                            "http",
                            "config",
                            Map.of(
                                "url",
                                "https://***@db.example.com/health?***",
                                "headers",
                                Map.of(
                                    "Authorization", "***",
                                    "X-Key", "${KEY}",
                                    "X-Other", "${KEY:***}",
                                    "X-Both", "***",
                                    "X-Empty", "***")))))));
  }

  @Test
  void aTextThatWasNeverLoadedIsABug() {
    assertThatThrownBy(() -> export("services: [", List.of(), List.of(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a text that was not loaded: ");
  }
}
