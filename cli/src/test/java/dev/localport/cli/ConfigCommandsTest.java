package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands below {@code localport config}; none of them asks a daemon. */
class ConfigCommandsTest {
  private static final String OLD =
      """
      services: # Ada's ports
        - name: api   # the API
          technology: kubectl
          tags: [web]
          local_port: 8080
          remote_port: 80
          connection: {resource_type: deployment, resource_name: api, namespace: "${NS:shop}"}
          health_check:
            type: http
            timeout: 2.5
            config:
              url: "http://bob:geheim@localhost:8080/health?token=geheim"
              expected_status_codes: [200]
              headers:
                Authorization: ${TOKEN}
                X-Token: Bearer ${TOKEN}
          restart_policy: {enabled: true, max_attempts: 3, backoff_multiplier: 2.0}
        - name: pg
          enabled: false
          local_port: 5432
          remote_port: 5432
          connection: {resource_name: pg}
          health_check: {type: postgresql, config: {user: ada, password: geheim}}
      """;

  @TempDir Path root;

  private Terminal terminal() throws IOException {
    Terminal terminal = new Terminal(root).with("TOKEN", "geheim");
    write(terminal, "localport.yaml", OLD);
    return terminal;
  }

  private static void write(Terminal terminal, String file, String text) throws IOException {
    Files.writeString(terminal.folder().resolve(file), text);
  }

  @Test
  void validateExportAndMigratePrintWhatIsAskedFor() throws IOException {
    Terminal terminal = terminal();
    write(
        terminal,
        "wrong.yaml",
        "version: \"1.0\"\nservices:\n- {name: a, nam: b, connection: {resource_name: a}}\n");

    new Transcript(terminal, null, root.toString()).assertHolds("config.txt");
  }

  @Test
  void aNamedFileThatIsMissingIsAnErrorAlsoWhereItIsNotUsed() throws IOException {
    Terminal terminal = terminal();
    Files.createDirectories(terminal.state());

    for (String command :
        new String[] {"status", "stop --all", "operations", "version", "config schema", "logs"}) {
      Terminal.Result result = terminal.run(("-c missing.yaml " + command).split(" ", -1));

      assertThat(result.exit()).as(command).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(result.stderr()).as(command).isEqualTo("config file not found: missing.yaml\n");
      assertThat(result.stdout()).as(command).isEmpty();
    }
    assertThat(terminal.run("-c", "missing.yaml", "status", "--help").exit()).isZero();
    assertThat(terminal.run("-c", "localport.yaml", "version").exit()).isZero();
  }

  @Test
  void nothingThatIsPrintedHoldsASecret() throws IOException {
    Terminal terminal = terminal();

    for (String command : new String[] {"validate", "export", "export --format json"}) {
      Terminal.Result result = terminal.run(("config " + command).split(" ", -1));

      assertThat(result.exit()).as(command).isZero();
      assertThat(result.stdout() + result.stderr()).as(command).doesNotContain("geheim");
    }
  }

  @Test
  void whatIsExportedAndWhatIsMigratedIsValid() throws IOException {
    Terminal terminal = terminal().with("PW", "x");
    write(terminal, "exported.yaml", terminal.run("config", "export").stdout());
    write(terminal, "exported.json", terminal.run("-o", "json", "config", "export").stdout());
    write(terminal, "migrated.yaml", terminal.run("config", "migrate").stdout());

    for (String file : new String[] {"exported.yaml", "exported.json", "migrated.yaml"}) {
      assertThat(terminal.run("-c", file, "config", "validate", "--strict").exit())
          .as(file)
          .isZero();
    }
  }

  @Test
  void theSchemaIsJsonAndNamesItsDialect() throws IOException {
    JsonObject schema = JsonObject.parse(terminal().run("config", "schema").stdout());

    assertThat(schema.text("$schema")).isEqualTo("https://json-schema.org/draft/2020-12/schema");
    assertThat(schema.object("properties").asMap()).containsKeys("version", "services", "notify");
  }

  @Test
  void filesThatAreIncludedAreCheckedTrustedAndExportedWithTheFile() throws IOException {
    Terminal terminal = new Terminal(root);
    Files.createDirectories(terminal.folder().resolve("team"));
    write(
        terminal,
        "localport.yaml",
        "version: \"1.0\"\ninclude: team/team.yaml\nservices:\n- {name: db, local_port: 15432}\n");
    String team =
        """
        kubeconfig: ${KUBE:kube/config}
        services:
          - name: db
            connection: {resource_name: db}
            local_port: 5432
            remote_port: 5432
        """;
    write(terminal, "team/team.yaml", team);
    write(terminal, "team/typo.yaml", "services:\n- {name: db, lazi: true, priority: x}\n");
    write(
        terminal,
        "wrong.yaml",
        "version: \"1.0\"\ninclude: [team/team.yaml, team/typo.yaml, team/none.yaml]\n");
    write(terminal, "warned.yaml", "version: \"1.0\"\ninclude: [team/team.yaml, team/typo.yaml]\n");

    new Transcript(terminal, null, root.toString()).assertHolds("config-include.txt");

    write(terminal, "team/team.yaml", team + "# changed since\n");
    assertThat(terminal.run("config", "validate").stderr()).contains("is not trusted");
  }

  @Test
  void aFileOfTheCurrentFolderRunsProgramsOnlyOnceItIsTrustedAndAsLongAsItStays()
      throws IOException {
    Terminal terminal = new Terminal(root);
    String sensitive =
        """
        version: "1.0"
        kubeconfig: ./mine
        notify: [{on: [error], command: [mail, me]}]
        services:
          - name: db
            connection: {resource_name: db}
            ports: ["5432"]
            health_check: {type: exec, config: {command: [pg_isready]}}
        """;
    write(terminal, "localport.yaml", sensitive);

    new Transcript(terminal, null, root.toString()).assertHolds("config-trust.txt");

    write(terminal, "localport.yaml", sensitive + "# and more\n");
    assertThat(terminal.run("start").exit()).isEqualTo(2);
    assertThat(terminal.run("start").stderr())
        .contains("notify[0].command: runs a command, and this");
  }

  @Test
  void startSendsTheVariablesThatTheFileUsesAndNoOthers() throws Exception {
    Terminal terminal = new Terminal(root).with("NS", "shop").with("OTHER", "x");
    write(
        terminal,
        "localport.yaml",
        """
        version: "1.0"
        services:
          - name: db
            connection: {resource_name: db, namespace: "${NS:dev}", context: "${CTX:c}"}
            ports: ["5432"]
        """);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.START, Samples.reply(Samples.postgres()).toJson());

      assertThat(terminal.run("start").exit()).isZero();

      assertThat(daemon.asked())
          .singleElement()
          .asString()
          .contains("\"variables\":{\"NS\":\"shop\"}");
    }
  }

  @Test
  void onlyValidatePrintsThatAVariableOfADisabledServiceIsNotSet() throws Exception {
    Terminal terminal = terminal();
    write(
        terminal,
        "localport.yaml",
        """
        version: "1.0"
        services:
          - {name: db, connection: {resource_name: db}, ports: ["5432"]}
          - {name: old, enabled: false, connection: {resource_name: "${OLD}"}, ports: ["1"]}
        """);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.START, Samples.reply(Samples.postgres()).toJson());

      Terminal.Result start = terminal.run("start");
      Terminal.Result validate = terminal.run("-c", "localport.yaml", "config", "validate");

      assertThat(start.exit()).isZero();
      assertThat(start.stderr()).doesNotContain("OLD");
      assertThat(validate.exit()).isZero();
      assertThat(validate.stdout())
          .isEqualTo(
              """
              note: localport.yaml:4:61: services[1].connection.resource_name: the variable OLD is not set; the service is disabled and was skipped
              localport.yaml is valid: 1 service
              """);
    }
  }

  @Test
  void aVariableThatAServiceNeedsIsAnErrorWithItsPlace() throws IOException {
    Terminal terminal = new Terminal(root);
    write(
        terminal,
        "localport.yaml",
        """
        version: "1.0"
        services:
          - {name: web, connection: {resource_name: web}, ports: ["80"]}
          - {name: db, connection: {resource_name: "${DB}"}, ports: ["1"]}
        """);

    Terminal.Result validate = terminal.run("config", "validate");

    assertThat(validate.exit()).isEqualTo(2);
    assertThat(validate.stdout())
        .isEqualTo(
            "localport.yaml:4:44: services[1].connection.resource_name: the variable DB is not set;"
                + " set it in the shell, or write ${DB:default}\n");
  }

  @Test
  void aFileThatIsTooLargeOrNoTextIsRefusedInWords() throws IOException {
    Terminal terminal = new Terminal(root);
    write(terminal, "large.yaml", "# 123456789\n".repeat(900_000));
    byte[] binary = new byte[4096];
    for (int i = 0; i < binary.length; i++) {
      binary[i] = (byte) (i * 31);
    }
    Files.write(terminal.folder().resolve("binary.yaml"), binary);

    assertThat(terminal.run("-c", "large.yaml", "config", "validate"))
        .isEqualTo(
            new Terminal.Result(
                2, "large.yaml:1:1: the file is larger than 1 MiB; split it\n", ""));
    assertThat(terminal.run("-c", "binary.yaml", "config", "validate"))
        .isEqualTo(
            new Terminal.Result(
                2, "binary.yaml:1:1: the file is not UTF-8; save it as UTF-8\n", ""));
  }
}
