package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.Methods;
import dev.localport.api.PendingOperation;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code start} ends when services do not come up. */
class StartExitTest {
  private static String method(String verb) {
    return switch (verb) {
      case "start" -> Methods.START;
      case "restart" -> Methods.RESTART;
      case "reconnect" -> Methods.RECONNECT;
      default -> throw new IllegalArgumentException(verb);
    };
  }

  @TempDir private Path root;

  private int start(FailureKind... kinds) throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.START,
          JsonObject.builder()
              .put("services", Arrays.stream(kinds).map(StartExitTest::failing).toList())
              .build());
      return terminal.run("start", "web").exit();
    }
  }

  private static JsonObject failing(FailureKind kind) {
    return JsonObject.builder()
        .putAll(Samples.web().toJson())
        .put("last_error", new Failure(kind, "trouble").toJson())
        .build();
  }

  @Test
  void aConfigurationThatIsWrongIsTold() throws Exception {
    assertThat(start(FailureKind.KUBECONFIG)).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(start(FailureKind.CONTEXT_MISSING, FailureKind.CONTEXT_MISSING))
        .isEqualTo(ExitCode.CONFIGURATION);
  }

  @Test
  void aServiceThatIsNotUpForAnotherReasonIsToldFirst() throws Exception {
    assertThat(start(FailureKind.CONTEXT_MISSING, FailureKind.NO_READY_POD))
        .isEqualTo(ExitCode.SERVICE);
    assertThat(start(FailureKind.UNREACHABLE)).isEqualTo(ExitCode.SERVICE);
    assertThat(start(FailureKind.FORBIDDEN)).isEqualTo(ExitCode.SERVICE);
  }

  @Test
  void aWarningOfTheFileIsPrintedOnce() throws Exception {
    Terminal terminal = new Terminal(root);
    Path file = terminal.folder().resolve("localport.yaml");
    Files.writeString(file, "services: []\n");
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.START,
          JsonObject.builder()
              .put("services", List.of(Samples.postgres().toJson()))
              .put(
                  "notes",
                  List.of(
                      file + ":1:1: version: missing; assuming 1.0; write version: \"1.0\"",
                      "another note"))
              .build());

      assertThat(terminal.run("start", "orders-db").stderr())
          .isEqualTo(
              """
              warning: localport.yaml:1:1: version: missing; assuming 1.0; write version: "1.0"
              another note
              """);
    }
  }

  @Test
  void aServiceWhoseVariableIsNotSetIsNamedAndTheOthersRun() throws Exception {
    String why = "localport.yaml:4:9: services[1].local_port: the variable PORT is not set";
    JsonObject unset =
        JsonObject.builder()
            .putAll(Samples.web().toJson())
            .put("state", "stopped")
            .put("reason", null)
            .put("last_error", new Failure(FailureKind.CONFIGURATION, why).toJson())
            .build();
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.START,
          JsonObject.builder()
              .put("services", List.of(Samples.postgres().toJson(), unset))
              .build());

      Terminal.Result result = terminal.run("start", "orders-db", "web");

      assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(result.stdout()).startsWith("✓ orders-db  127.0.0.1:5432 ");
      assertThat(result.stderr())
          .isEqualTo(
              "✗ web        127.0.0.1:8080   -            invalid config: "
                  + why
                  + "\n1 up, 1 not ready: web.      localport explain web\n");
    }
  }

  private Terminal.Result act(String method, JsonObject service, String... arguments)
      throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(method, JsonObject.builder().put("services", List.of(service)).build());
      return terminal.run(arguments);
    }
  }

  private static JsonObject offline() {
    return JsonObject.builder()
        .putAll(Samples.web().toJson())
        .put("state", "suspended")
        .put("reason", "cluster_offline")
        .put("context", "dev-cluster")
        .put("last_error", new Failure(FailureKind.UNREACHABLE, "10.0.0.7 is silent").toJson())
        .build();
  }

  @Test
  void anOfflineClusterIsSaidOnceAndEndsWithItsOwnExitCode() throws Exception {
    for (String[] command :
        List.of(
            new String[] {"start", "web"},
            new String[] {"restart", "web"},
            new String[] {"reconnect", "web"})) {
      Terminal.Result result = act(method(command[0]), offline(), command);

      assertThat(result.exit()).as(command[0]).isEqualTo(ExitCode.NETWORK);
      assertThat(result.stderr())
          .isEqualTo("✗ cluster dev-cluster is offline: 10.0.0.7 is silent; waiting for it: web\n");
    }
  }

  @Test
  void anOperationThatWaitsForAClusterIsNamedWithItsNumber() throws Exception {
    PendingOperation pending = new PendingOperation(12, "reconnect", Instant.EPOCH);
    JsonObject waiting =
        JsonObject.builder().putAll(offline()).put("pending", pending.toJson()).build();

    Terminal.Result result = act(Methods.RECONNECT, waiting, "reconnect", "web");

    assertThat(result.exit()).isEqualTo(ExitCode.NETWORK);
    assertThat(result.stderr())
        .isEqualTo(
            "✗ cluster dev-cluster is offline: 10.0.0.7 is silent; waiting for it: reconnect of web"
                + " (operation 12)\n");
  }

  @Test
  void aRestartOfAServiceThatIsStillConnectedWaitsForItsCluster() throws Exception {
    PendingOperation pending = new PendingOperation(13, "restart", Instant.EPOCH);
    JsonObject waiting =
        JsonObject.builder()
            .putAll(Samples.postgres().toJson())
            .put("context", "prod")
            .put("pending", pending.toJson())
            .build();

    Terminal.Result result = act(Methods.RESTART, waiting, "restart", "orders-db");

    assertThat(result.exit()).isEqualTo(ExitCode.NETWORK);
    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr())
        .isEqualTo(
            "✗ cluster prod is offline; waiting for it: restart of orders-db (operation 13)\n");
  }

  @Test
  void aStoppedServiceIsNotRestartedAndItsStartIsNamed() throws Exception {
    JsonObject stopped =
        JsonObject.builder()
            .putAll(Samples.web().toJson())
            .put("name", "prod-app")
            .put("state", "stopped")
            .put("reason", null)
            .build();
    for (String verb : List.of("restart", "reconnect")) {
      Terminal.Result result = act(method(verb), stopped, verb, "prod-app");

      assertThat(result.exit()).as(verb).isEqualTo(ExitCode.SERVICE);
      assertThat(result.stderr())
          .isEqualTo("✗ prod-app is stopped; start it: localport start prod-app\n");
    }
  }

  @Test
  void aHealthCheckThatFailsIsNoGoodStart() throws Exception {
    JsonObject unhealthy =
        JsonObject.builder()
            .putAll(Samples.postgres().toJson())
            .put("health", "unhealthy")
            .put(
                "last_error",
                new Failure(FailureKind.SESSION, "health check tcp: refused").toJson())
            .build();

    Terminal.Result result = act(Methods.START, unhealthy, "start", "orders-db");

    assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
    assertThat(result.stderr())
        .isEqualTo(
            """
            ✗ orders-db  127.0.0.1:5432   dev-cluster  unhealthy: health check tcp: refused
            localport explain orders-db
            """);
  }

  @Test
  void aTagThatNoServiceHasEndsWith3() throws Exception {
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      JsonObject none = JsonObject.builder().put("unknown_tags", List.of("typo")).build();
      daemon
          .answers(Methods.START, none)
          .answers(Methods.RESTART, none)
          .answers(Methods.STOP, none);

      for (String verb : List.of("start", "restart")) {
        Terminal.Result result = terminal.run(verb, "--tag", "typo");
        assertThat(result.exit()).as(verb).isEqualTo(ExitCode.SERVICE);
        assertThat(result.stderr())
            .isEqualTo("no service has the tag \"typo\"; see: localport status -o text\n");
      }
      assertThat(terminal.run("stop", "--tag", "typo").exit()).isEqualTo(ExitCode.OK);
    }
  }

  @Test
  void allAndATagExcludeEachOther() throws Exception {
    Terminal terminal = new Terminal(root);
    for (String verb : List.of("start", "stop", "restart")) {
      Terminal.Result result = terminal.run(verb, "--all", "--tag", "data");

      assertThat(result.exit()).as(verb).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(result.stderr()).startsWith("--all and --tag exclude each other; use one of them");
    }
  }

  @Test
  void onlyWaitAsksTheDaemonToWaitForAClusterThatIsOffline() throws Exception {
    for (String verb : List.of("start", "restart", "reconnect")) {
      List<Boolean> through = new ArrayList<>();
      Terminal terminal = new Terminal(root);
      try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
        daemon.does(
            method(verb),
            (params, _) -> {
              through.add(params.flag("wait_through_outages", false));
              return JsonObject.builder().put("services", List.of(offline())).build();
            });

        var _ = terminal.run(verb, "web", "--wait");
        var _ = terminal.run(verb, "web");
      }
      assertThat(through).as(verb).containsExactly(true, false);
    }
  }

  @Test
  void reconnectOfAContextThatNoServiceUsesEndsWith2() throws Exception {
    String why = "no service uses the context \"nope\"; contexts in use: dev";
    Terminal terminal = new Terminal(root);
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.RECONNECT,
          (params, _) -> {
            assertThat(params.text("context")).isEqualTo("nope");
            throw RpcException.failed(ExitCode.CONFIGURATION, why);
          });

      Terminal.Result result = terminal.run("reconnect", "--context", "nope");

      assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(result.stderr()).isEqualTo(why + "\n");
    }
  }
}
