package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.api.Methods;
import dev.localport.api.NamedPort;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code init} over a made-up cluster; its keys are pressed in InitIT. */
class InitCommandTest {
  @TempDir private Path root;
  private Terminal terminal;
  private FakeDaemon daemon;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root).with("TERM", "dumb");
    daemon = new FakeDaemon(terminal.state());
    daemon.answers(
        Methods.TARGET_SERVICES,
        new FoundTargets(
                "dev",
                List.of("shop"),
                List.of(
                    service("web", 80),
                    service("api", 9090),
                    set("db", List.of()),
                    set("queue", List.of("web"))),
                1,
                2,
                List.of())
            .toJson());
    daemon.answers(
        Methods.LIST_TARGETS, JsonObject.builder().put("names", List.of("pay", "shop")).build());
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private static FoundTarget service(String name, int port) {
    return new FoundTarget(
        "shop", name, List.of(new NamedPort("http", port)), new FoundTarget.Service(false, true));
  }

  private static FoundTarget set(String name, List<String> services) {
    return new FoundTarget(
        "shop",
        name,
        List.of(new NamedPort(null, 5432)),
        new FoundTarget.StatefulSet(1, name, services));
  }

  private Path file() {
    return terminal.folder().resolve("localport.yaml");
  }

  private Terminal typing(String... lines) {
    Deque<String> left = new ArrayDeque<>(List.of(lines));
    return terminal.typing(() -> left.isEmpty() ? "" : left.remove());
  }

  @Test
  void withYesItTakesAllServicesAndSetsThatNoServiceLeadsTo() throws Exception {
    Terminal.Result result =
        terminal.run("init", "--yes", "-n", "shop", "--context", "dev", "--selector", "app=web");

    assertThat(result)
        .isEqualTo(
            new Terminal.Result(
                0,
                "wrote localport.yaml: 3 services\n",
                """
                left out: 1 ExternalName, 2 without a TCP port
                next: localport start
                """));
    assertThat(Files.readString(file()))
        .containsSubsequence("- name: api", "- name: db", "- name: web", "local_port: 8080")
        .doesNotContain("queue");
    assertThat(daemon.asked())
        .containsExactly(
            "target.services "
                + "{\"kubeconfig\":null,\"context\":\"dev\",\"namespace\":null,"
                + "\"namespaces\":[\"shop\"],\"selector\":\"app=web\"}");
    assertThat(terminal.run("config", "validate", "--strict").exit()).isZero();
  }

  @Test
  void anExistingFileGetsWhatIsMissing() throws Exception {
    String before =
        """
        version: "1.0"
        # ours
        services:
          - name: shop-web # by hand
            connection: {resource_name: web, namespace: shop}
            ports: ["8080:80"]
        """;
    Files.writeString(file(), before);

    Terminal.Result result = terminal.run("init", "--yes");

    assertThat(result.stdout()).isEqualTo("added to localport.yaml: 2 services\n");
    assertThat(result.stderr()).contains("already there: shop-web\n");
    assertThat(Files.readString(file()))
        .startsWith(before + "\n  # service in shop: http (9090)\n  - name: api\n");

    Terminal.Result again = terminal.run("init", "--yes");
    assertThat(again.stdout()).isEqualTo("localport.yaml is unchanged\n");
    assertThat(again.stderr()).contains("already there: api, db, shop-web\n");
  }

  @Test
  void aFileThatIsWrongStaysAsItIs() throws Exception {
    Files.writeString(file(), "services: 1\n");

    Terminal.Result result = terminal.run("init", "--yes");

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(result.stderr()).startsWith("localport.yaml:1:");
    assertThat(Files.readString(file())).isEqualTo("services: 1\n");
    assertThat(daemon.asked()).isEmpty();
  }

  @Test
  void withoutATerminalItNeedsYes() {
    Terminal.Result result = terminal.run("init");

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(result.stderr())
        .contains("init asks questions on a terminal; without one: localport init --yes");
    assertThat(file()).doesNotExist();
  }

  @Test
  void aDumbTerminalIsAskedForNumbers() throws Exception {
    Terminal.Result result = typing("2", "1 4", "y").run("init");

    assertThat(result.exit()).isZero();
    assertThat(result.stderr())
        .contains("Which namespaces?", "Which services?", "Write localport.yaml?");
    assertThat(daemon.asked()).last().asString().contains("\"namespaces\":[\"shop\"]");
    assertThat(Files.readString(file()))
        .contains("- name: web", "- name: queue")
        .doesNotContain("- name: api");
  }

  @Test
  void aNoWritesNothing() {
    for (String[] lines : List.of(new String[] {"2", "", "n"}, new String[] {"2", "99"})) {
      Terminal.Result result = typing(lines).run("init");

      assertThat(result.exit()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(result.stderr()).endsWith("nothing was written\n");
      assertThat(file()).doesNotExist();
    }
  }

  @Test
  void withoutPermissionToListNamespacesItUsesTheContexts() {
    daemon.does(
        Methods.LIST_TARGETS,
        (_, _) -> {
          throw new RpcException(
              RpcException.FAILED,
              "forbidden (403)",
              JsonObject.builder().put("exit_code", ExitCode.PERMISSION).build());
        });

    Terminal.Result result = typing("", "y").run("init");

    assertThat(result.exit()).isZero();
    assertThat(result.stderr()).contains("the context's own namespace is used: forbidden (403)");
    assertThat(daemon.asked()).last().asString().contains("\"namespaces\":[]");
  }

  @Test
  void aNamespaceWithoutServicesIsAnErrorThatSaysWhere() {
    daemon.answers(
        Methods.TARGET_SERVICES,
        new FoundTargets("dev", List.of("pay"), List.of(), 0, 0, List.of()).toJson());

    Terminal.Result result = terminal.run("init", "--yes");

    assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
    assertThat(result.stderr())
        .contains(
            "no service with a TCP port in namespace pay of context dev;"
                + " name a namespace: localport init -n NAME");
    assertThat(file()).doesNotExist();
  }

  @Test
  void itSaysWhatTheFolderHasForAnImport() throws Exception {
    Files.writeString(
        terminal.folder().resolve("pf.sh"), "kubectl port-forward svc/old 9999:80 -n shop\n");

    assertThat(terminal.run("init", "--yes").stderr())
        .contains("pf.sh has port forwards; add them: localport config import --merge\n");
  }

  @Test
  void jsonSaysAllOfIt() {
    JsonObject json =
        JsonObject.parse(
            terminal.run("-c", "my file.yaml", "init", "--yes", "-o", "json").stdout());

    assertThat(json.text("file")).isEqualTo("my file.yaml");
    assertThat(json.texts("services")).containsExactly("api", "db", "web");
    assertThat(json.flag("written", false)).isTrue();
    assertThat(json.object("left_out").number("no_tcp_port")).isEqualTo(2);
  }
}
