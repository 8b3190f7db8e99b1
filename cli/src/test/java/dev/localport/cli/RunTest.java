package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.api.ServiceStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import dev.localport.testing.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code localport run}: what is asked of the daemon, and how it ends. */
class RunTest {
  private static final String UP = "✓ orders-db  127.0.0.1:5432   dev-cluster";

  @TempDir private Path root;
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
  }

  private static JsonObject services(ServiceStatus... services) {
    return JsonObject.builder()
        .put("services", List.of(services).stream().map(ServiceStatus::toJson).toList())
        .build();
  }

  private static JsonObject variables() {
    JsonObject values = JsonObject.builder().put("DATABASE_URL", "postgres://it's").build();
    JsonObject service =
        JsonObject.builder().put("name", "orders-db").put("variables", values).build();
    return JsonObject.builder().put("services", List.of(service)).build();
  }

  /** Prints nothing itself: its output would be that of the tests. */
  private String written() throws Exception {
    return Files.readString(terminal.folder().resolve("written"));
  }

  @Test
  void theCommandGetsTheVariablesAndItsExitCodeIsTheAnswer() throws Exception {
    terminal
        .with("HOME", "/home/me")
        .with("LC_ALL", "C.UTF-8")
        .with("LOCALPORT_LC_ALL", "de_DE.UTF-8");
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.START, services(Samples.postgres()));
      daemon.answers(Methods.VARIABLES, variables());

      Terminal.Result result =
          terminal.run(
              "run",
              "orders-db",
              "--",
              "sh",
              "-c",
              "echo $DATABASE_URL $LOCALPORT_ORDERS_DB_PORT $HOME $LC_ALL $1 $2 > written; exit 7",
              "sh",
              "--",
              "-t");

      assertThat(result.exit()).isEqualTo(7);
      assertThat(result.stdout()).as("the command's alone").isEmpty();
      assertThat(result.stderr()).startsWith(UP);
      assertThat(written()).isEqualTo("postgres://it's 5432 /home/me de_DE.UTF-8 -- -t\n");
      assertThat(daemon.asked().getFirst())
          .startsWith("service.start {\"names\":[\"orders-db\"],\"tags\":[],\"all\":false,")
          .contains("\"bound\":true", "\"wait_ms\":30000", "\"progress\":true");
      assertThat(terminal.run("run", "-q", "orders-db", "--", "true").stderr()).isEmpty();
    }
  }

  @Test
  void theConnectionStaysOpenWhileTheCommandRunsAndEndsWithIt() throws Exception {
    AtomicBoolean closed = new AtomicBoolean();
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (_, from) -> {
            from.keepOpen();
            from.onClose(() -> closed.set(true));
            return services(Samples.postgres());
          });
      daemon.does(
          Methods.VARIABLES,
          (_, _) -> {
            assertThat(closed).isFalse();
            return variables();
          });

      assertThat(terminal.run("run", "orders-db", "--", "true").exit()).isZero();

      Await.until("the services are let go", closed::get);
    }
  }

  @Test
  void aServiceThatIsNotUpKeepsTheCommandFromRunning() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.START, services(Samples.postgres(), Samples.web()));

      Terminal.Result result =
          terminal.run("run", "orders-db", "web", "--", "sh", "-c", "echo > written");

      assertThat(result.exit()).isEqualTo(3);
      assertThat(result.stderr())
          .contains("✗ web ", "no pod of service/web is Ready")
          .endsWith("sh was not run: web is not ready; to find out why: localport start web\n");
      assertThat(terminal.folder().resolve("written")).doesNotExist();
    }
  }

  @Test
  void aServiceThatIsDisabledIsMissing() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(
          Methods.START,
          JsonObject.builder()
              .putAll(services(Samples.postgres()))
              .put("notes", List.of("off is disabled in its file and was not started"))
              .build());

      assertThat(terminal.run("run", "orders-db", "off", "--", "true"))
          .isEqualTo(
              new Terminal.Result(
                  3,
                  "",
                  UP
                      + "  orders/sts/postgres:5432 (postgres-0)\n"
                      + "off is disabled in its file and was not started\n"
                      + "true was not run\n"));
    }
  }

  @Test
  void aServiceThatMustBeConfirmedIsAskedForAndStillBound() throws Exception {
    terminal.typing("yes");
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.START,
          (params, _) -> {
            if (params.flag("confirmed", false)) {
              return services(Samples.postgres());
            }
            throw new RpcException(
                RpcException.FAILED,
                "orders-db must be confirmed",
                JsonObject.builder()
                    .put("exit_code", 2)
                    .put("confirm", List.of("orders-db"))
                    .build());
          });
      daemon.answers(Methods.VARIABLES, variables());

      assertThat(terminal.run("run", "orders-db", "--", "true").exit()).isZero();

      assertThat(daemon.asked().get(1)).contains("\"bound\":true", "\"confirmed\":true");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          run orders-db                | 2   | no command; write it behind two dashes: localport run orders-db -- COMMAND
          run orders-db --             | 2   | no command; write it behind two dashes: localport run orders-db -- COMMAND
          run -- true                  | 2   | no service; name those that the command needs, or a tag with -t
          run orders-db -- nosuch      | 127 | command not found: nosuch; it is not on your PATH
          run orders-db -- ./nosuch    | 127 | command not found: ./nosuch
          run orders-db -- ./plain     | 126 | plain is not executable; make it so: chmod +x plain
          run orders-db -- ../work     | 126 | ~/work is a folder, not a command
          run orders-db --timeout -1 -- true | 2 | --timeout: -1 is too small; use 0 or more
          """)
  void whatCannotBeRunStartsNothing(String line, int exit, String message) throws Exception {
    Files.writeString(terminal.folder().resolve("plain"), "echo\n");
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      Terminal.Result result = terminal.run(line.split(" ", -1));

      assertThat(result.exit()).isEqualTo(exit);
      assertThat(result.stderr().lines().findFirst()).hasValue(message);
      assertThat(daemon.asked()).isEmpty();
    }
  }
}
