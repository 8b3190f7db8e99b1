package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.Methods;
import dev.localport.api.ReloadReply;
import dev.localport.api.ReloadReply.FileReload;
import dev.localport.api.ServicesReply;
import dev.localport.api.StatusReply;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whole commands, from the words typed to the exit code, with a daemon of straw.
 *
 * <p>Over 300 lines, since every command is asked of the same daemon in the same way.
 */
class CommandsTest {
  @TempDir private Path root;

  private static JsonObject lines(String... lines) {
    return JsonObject.builder().put("lines", List.of(lines)).build();
  }

  private void holds(Terminal terminal, FakeDaemon daemon, String file) {
    new Transcript(terminal, daemon, root.toString()).assertHolds(file);
  }

  @Test
  void wrongUsageSaysWhatIsWrongAndWhereTheHelpIs() throws Exception {
    new Transcript(new Terminal(root), null, root.toString()).assertHolds("usage.txt");
  }

  @Test
  void withoutADaemonEveryCommandSaysSoOrDoesItsPart() throws Exception {
    Terminal terminal = new Terminal(root);
    Files.createDirectories(terminal.state().resolve("logs/services"));
    Files.writeString(terminal.state().resolve("logs/daemon.log"), "one\ntwo\nthree\n");
    Files.writeString(
        terminal.state().resolve("logs/services/db.log"),
        """
        2026-01-31T08:00:00.000Z WARN  suspended service="db"
        2026-01-31T08:00:01.000Z INFO  connected service="db"
        """);
    for (String log : List.of("logs/daemon.log", "logs/services/db.log")) {
      FileTime time = FileTime.from(Samples.NOW.minus(Duration.ofMinutes(12)));
      Files.setLastModifiedTime(terminal.state().resolve(log), time);
    }

    new Transcript(terminal, null, root.toString()).assertHolds("no-daemon.txt");
  }

  @Test
  void statusShowsEveryServiceAsTableTextAndJson() throws Exception {
    Terminal terminal = new Terminal(root);
    JsonObject newer =
        JsonObject.builder()
            .putAll(Samples.status().toJson())
            .put("later", "what a newer daemon says is passed on")
            .build();
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, newer);

      holds(terminal, daemon, "status.txt");
    }
  }

  @Test
  void aNarrowTerminalGetsANarrowTable() throws Exception {
    Terminal terminal = new Terminal(root).withColumns(100);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, Samples.status().toJson());

      holds(terminal, daemon, "status-narrow.txt");
    }
  }

  @Test
  void coloursAreShownUnlessTheyAreSwitchedOff() throws Exception {
    Terminal terminal = new Terminal(root).withColours();
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, Samples.status().toJson());

      assertThat(terminal.run("status").stdout())
          .contains(
              "\u001b[32m● up 2h 5m\u001b[0m",
              "\u001b[31m◌ no ready pod\u001b[0m",
              "\u001b[38;5;208m○ reconnecting\u001b[0m");
      assertThat(terminal.run("status", "--all").stdout()).contains("\u001b[90m○ stopped\u001b[0m");
      assertThat(terminal.run("status", "--no-color").stdout()).doesNotContain("\u001b");
      assertThat(terminal.run("status", "-o", "json").stdout()).doesNotContain("\u001b");
    }
  }

  @Test
  void statusSaysWhatTheDaemonWantsToBeKnown() throws Exception {
    Terminal terminal = new Terminal(root);
    StatusReply left =
        new StatusReply(
            StatusReply.Overall.HEALTHY,
            Samples.status().daemon(),
            List.of(),
            List.of(),
            List.of("could not be loaded at startup: it is gone"));
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, left.toJson());

      assertThat(terminal.run("status").stderr())
          .contains("could not be loaded at startup: it is gone\n");
    }
  }

  @Test
  void statusWithoutServicesSaysHowToStartSome() throws Exception {
    Terminal terminal = new Terminal(root);
    StatusReply empty =
        new StatusReply(
            StatusReply.Overall.HEALTHY,
            Samples.status().daemon(),
            List.of(),
            List.of(),
            List.of());
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, empty.toJson());

      Terminal.Result result = terminal.run("status");

      assertThat(result.stderr()).isEqualTo("no services; start some: localport start\n");
      assertThat(result.stdout()).isEqualTo("daemon: pid 4194305, version 0.1.0, up 3m\n");
      assertThat(result.exit()).isZero();
    }
  }

  @Test
  void startReadsTheFileAndWaitsForTheServices() throws Exception {
    Terminal terminal = new Terminal(root).with("KUBECONFIG", "kube/a::/etc/b");
    Files.writeString(
        terminal.folder().resolve("localport.yaml"),
        """
        version: "1.0"
        services:
        - {name: web, surprise: 1, connection: {resource_name: web}, local_port: 1, remote_port: 2}
        """);
    Files.writeString(
        terminal.folder().resolve("broken.yaml"),
        """
        version: "1.0"
        services:
        - {name: web, connection: {resource_name: web}, local_port: 70000, remote_port: 0}
        """);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      ServicesReply mixed =
          new ServicesReply(
              List.of(Samples.postgres(), Samples.web()),
              List.of("typo"),
              List.of("the current context is dev-cluster now"));
      daemon.answers(Methods.START, mixed.toJson());

      holds(terminal, daemon, "start.txt");
    }
  }

  @Test
  void stopRestartAndReconnectTellEachServiceTheyMeant() throws Exception {
    Terminal terminal = new Terminal(root);
    ServicesReply reply =
        new ServicesReply(List.of(Samples.admin()), List.of("typo"), List.of())
            .meaning(Map.of("typo", "type"));
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon
          .answers(Methods.STOP, reply.toJson())
          .answers(Methods.RESTART, Samples.reply(Samples.web()).toJson())
          .answers(Methods.RECONNECT, Samples.reply(Samples.reports()).toJson());

      holds(terminal, daemon, "selection.txt");
    }
  }

  @Test
  void metricsArePrintedAsTheyCome() throws Exception {
    Terminal terminal = new Terminal(root);
    String text = "# TYPE localport_sessions gauge\nlocalport_sessions 2.0\n";
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.METRICS_READ, JsonObject.builder().put("text", text).build());

      Terminal.Result plain = terminal.run("metrics");
      Terminal.Result json = terminal.run("metrics", "-o", "json");

      assertThat(plain.stdout()).isEqualTo(text);
      assertThat(plain.exit()).isZero();
      assertThat(JsonObject.parse(json.stdout()).text("text")).isEqualTo(text);
      assertThat(daemon.asked()).containsOnly("metrics.read {}");
    }
  }

  @Test
  void testLogsAndTheDaemonCommandsPrintWhatTheDaemonSays() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon
          .answers(Methods.TEST, Samples.test().toJson())
          .answers(Methods.STATUS, Samples.status().toJson())
          .answers(Methods.LOG_QUERY, lines("first", "second"))
          .does(
              Methods.LOG_FOLLOW,
              (_, from) -> {
                from.notify(
                    Methods.LOG_LINE,
                    JsonObject.builder().put("text", "third").put("position", "a-3").build());
                daemon.stopSoon();
                return lines("first", "second");
              })
          .answers(Methods.STOP_DAEMON, JsonObject.empty());

      holds(terminal, daemon, "others.txt");
    }
  }

  @Test
  void envPrintsWhereEachServiceListens() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, Samples.status().toJson());
      daemon.answers(Methods.VARIABLES, variables());

      holds(terminal, daemon, "env.txt");
    }
  }

  private static JsonObject variables() {
    JsonObject values =
        JsonObject.builder()
            .put("DATABASE_URL", "postgres://app:it's $5@127.0.0.1:5432/orders")
            .put("NOTE", "two\nlines")
            .put("EMPTY", "")
            .build();
    JsonObject service =
        JsonObject.builder().put("name", "orders-db").put("variables", values).build();
    return JsonObject.builder().put("services", List.of(service)).build();
  }

  @Test
  void portPrintsTheNumberAndStatusTheNamesAlone() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, Samples.status().toJson());

      holds(terminal, daemon, "port.txt");
    }
  }

  @Test
  void reloadTellsOfEachFileWhatBecameOfIt() throws Exception {
    Terminal terminal = new Terminal(root);
    String wrong =
        "/etc/localport/config.yaml:3:5: services[0].nam: unknown key; did you mean name?";
    ReloadReply reply =
        new ReloadReply(
            List.of(
                new FileReload(terminal.folder().resolve("localport.yaml").toString(), List.of()),
                new FileReload("/etc/localport/config.yaml", List.of(wrong))));
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.RELOAD, reply.toJson());

      holds(terminal, daemon, "reload.txt");

      daemon.answers(Methods.RELOAD, new ReloadReply(List.of()).toJson());
      assertThat(terminal.run("daemon", "reload"))
          .isEqualTo(
              new Terminal.Result(0, "", "nothing to reload: no service comes from a file\n"));
    }
  }

  @Test
  void aRefusalEndsWithItsOwnExitCode() throws Exception {
    Terminal terminal = new Terminal(root);
    JsonObject data = JsonObject.builder().put("exit_code", 5).build();
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.STATUS,
          (_, _) -> {
            throw new RpcException(RpcException.FAILED, "you may not", data);
          });

      Terminal.Result result = terminal.run("status");

      assertThat(result).isEqualTo(new Terminal.Result(5, "", "you may not\n"));
    }
  }

  @Test
  void aDaemonThatEndsAmidACallIsToldWithoutAStackTrace() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.STATUS,
          (_, _) -> {
            daemon.closeSoon();
            throw new InterruptedException("ends before it answers");
          });

      Terminal.Result result = terminal.run("status");

      assertThat(result.exit()).isEqualTo(1);
      assertThat(result.stderr().lines()).hasSize(1);
    }
  }

  @Test
  void anAnswerThatMakesNoSenseIsAnInternalErrorWithoutAStackTrace() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.STATUS, JsonObject.empty());

      assertThat(terminal.run("status").stderr())
          .isEqualTo(
              "internal error: dev.localport.rpc.RpcException: overall is missing;"
                  + " run again with --debug\n");
      assertThat(terminal.run("status", "--debug").stderr()).contains("\tat dev.localport.");
    }
  }

  @Test
  void forwardInTheBackgroundReturnsAndSavesWhatIsToBeKept() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.START, Samples.reply(Samples.web()).toJson());

      holds(terminal, daemon, "forward.txt");

      assertThat(terminal.folder().resolve("localport.yaml"))
          .content()
          .contains("  - name: shop\n")
          .contains("resource_type: deployment");
    }
  }

  @Test
  void aForwardThatFailsEndsWithTheExitCodeOfItsReason() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      for (FailureKind kind : FailureKind.values()) {
        daemon.answers(Methods.START, failing(kind));

        assertThat(terminal.run("forward", "svc/web", "80").exit())
            .as(kind.word())
            .isEqualTo(kind.exitCode());
      }
    }
  }

  private static JsonObject failing(FailureKind kind) {
    JsonObject service =
        JsonObject.builder()
            .putAll(Samples.web().toJson())
            .put("last_error", new Failure(kind, "trouble").toJson())
            .build();
    return JsonObject.builder().put("services", List.of(service)).build();
  }
}
