package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Variables that are not set, in parts of a file that nothing uses. */
class UnusedVariablesTest {
  private static final String WEB =
      """
      version: "1.0"
      services:
      - {name: web, connection: {resource_name: web}, ports: ["80"]}
      """;

  @Test
  void anUnsetVariableOfADisabledServiceLeavesTheOthersRunning() {
    ConfigResult result =
        read(
            """
            - name: old
              enabled: false
              connection: {resource_name: "${OLD}", namespace: "${NS}"}
              ports: ["81"]
            """,
            Map.of());

    assertThat(names(result)).containsExactly("web");
    assertThat(Read.problems(result))
        .isEqualTo(
            """
            note localport.yaml:6:31: services[1].connection.resource_name: the variable OLD is not set; the service is disabled and was skipped
            note localport.yaml:6:52: services[1].connection.namespace: the variable NS is not set; the service is disabled and was skipped\
            """);
  }

  @Test
  void aDisabledServiceWhoseVariablesAreSetIsThere() {
    String old =
        "- {name: old, enabled: false, connection: {resource_name: \"${OLD}\"}, ports: [\"81\"]}";

    assertThat(names(read(old, Map.of("OLD", "db")))).containsExactly("web", "old");
  }

  @Test
  void aVariableCanDisableAService() {
    String old =
        "- {name: old, enabled: \"${ON:false}\", connection: {resource_name: \"${OLD}\"},"
            + " ports: [\"81\"]}";

    assertThat(names(read(old, Map.of()))).containsExactly("web");
    assertThat(Read.problems(read(old, Map.of("ON", "true")))).startsWith("error ");
  }

  @Test
  void otherMistakesOfADisabledServiceAreStillErrors() {
    String old =
        "- {name: old, enabled: false, connection: {resource_name: \"${OLD}\"}, ports:"
            + " [\"x:y:z\"]}";

    assertThat(Read.problems(read(old, Map.of()))).contains("error ").contains("note ");
  }

  @Test
  void anUnsetVariableOfSshLeavesTheOthersRunning() {
    ConfigResult result =
        read(
            """
            - name: bastion
              technology: ssh
              connection: {host: "${BASTION}", password: "${PW}"}
              ports: ["81"]
            """,
            Map.of());

    assertThat(names(result)).containsExactly("web");
    assertThat(Read.problems(result))
        .isEqualTo(
            """
            warning localport.yaml:5:15: services[1].technology: ssh is not supported yet; bastion is skipped
            note localport.yaml:6:22: services[1].connection.host: the variable BASTION is not set; not needed: ssh is not supported yet
            note localport.yaml:6:46: services[1].connection.password: the variable PW is not set; not needed: ssh is not supported yet\
            """);
  }

  @Test
  void anUnsetVariableOfACheckThatIsNotSupportedLeavesTheService() {
    ConfigResult result =
        read(
            """
            - name: db
              connection: {resource_name: db}
              ports: ["5432"]
              health_check: {type: postgres, config: {database: x, password: "${PW}"}}
            """,
            Map.of());

    assertThat(names(result)).containsExactly("web", "db");
  }

  @Test
  void anUnsetVariableOfANotificationIsAnError() {
    ConfigResult result =
        read("notify:\n- {on: [connected], command: [say, \"${WHO}\"]}\n", Map.of());

    assertThat(Read.problems(result))
        .isEqualTo(
            "error localport.yaml:5:36: notify[0].command[1]: the variable WHO is not set; set it"
                + " in the shell, or write ${WHO:default}");
  }

  @Test
  void anUnsetVariableOfAServiceInUseIsAnErrorOfThatServiceAlone() {
    ConfigResult result =
        read("- {name: db, connection: {resource_name: \"${DB}\"}, ports: [\"5432\"]}", Map.of());

    assertThat(Read.problems(result))
        .isEqualTo(
            "error localport.yaml:4:42: services[1].connection.resource_name: the variable DB is"
                + " not set; set it in the shell, or write ${DB:default}");
    assertThat(names(result)).containsExactly("web");
  }

  @Test
  void aServiceThatCannotRunIsKnownByWhatNeedsNoVariable() {
    ConfigResult result =
        read(
            """
            - name: db
              tags: [data]
              description: "of ${TEAM}"
              autostart: false
              connection: {resource_name: db, context: "${CONTEXT}"}
              ports: ["5432"]
            """,
            Map.of());

    assertThat(result).isInstanceOf(ConfigResult.Loaded.class);
    assertThat(((ConfigResult.Loaded) result).config().unset())
        .singleElement()
        .returns("db", UnsetService::name)
        .returns(List.of("data"), UnsetService::tags)
        .returns(false, service -> service.start().autostart())
        .returns(Set.of("TEAM", "CONTEXT"), UnsetService::variables)
        .satisfies(service -> assertThat(service.problems()).hasSize(2))
        .satisfies(service -> assertThat(service.ports()).hasSize(1));
  }

  @Test
  void aServiceWhoseNameNeedsAVariableRefusesTheFile() {
    ConfigResult result =
        read("- {name: \"${N}\", connection: {resource_name: db}, ports: [\"5432\"]}", Map.of());

    assertThat(result).isInstanceOf(ConfigResult.Refused.class);
    assertThat(Read.problems(result)).startsWith("error localport.yaml:4:10: services[1].name: ");
  }

  @Test
  void otherMistakesOfThatServiceStillRefuseTheFile() {
    ConfigResult result =
        read("- {name: db, connection: {resource_name: \"${N}\"}, ports: [\"x y\"]}", Map.of());

    assertThat(result).isInstanceOf(ConfigResult.Refused.class);
  }

  private static ConfigResult read(String more, Map<String, String> environment) {
    return ConfigReader.read("localport.yaml", WEB + more, true, environment);
  }

  private static List<String> names(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Loaded(ConfigFile config) ->
          config.services().stream().map(ServiceConfig::name).toList();
      case ConfigResult.Refused _ -> throw new AssertionError(Read.problems(result));
    };
  }
}
