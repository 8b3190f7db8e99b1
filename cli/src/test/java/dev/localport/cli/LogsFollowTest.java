package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code logs -f} while daemons come and go. */
class LogsFollowTest {
  @TempDir private Path root;
  private final List<FakeDaemon> daemons = new CopyOnWriteArrayList<>();
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
  }

  @AfterEach
  void close() {
    daemons.forEach(FakeDaemon::close);
  }

  private FakeDaemon daemon() throws Exception {
    daemons.forEach(FakeDaemon::letGo);
    FakeDaemon daemon = new FakeDaemon(terminal.state(), daemons.size());
    daemons.add(daemon);
    return daemon;
  }

  private static JsonObject lines(String... lines) {
    return JsonObject.builder().put("lines", List.of(lines)).build();
  }

  @Test
  void aRestartIsSaidAndNoLineIsLostOrPrintedTwice() throws Exception {
    FakeDaemon first = daemon();
    first.does(
        Methods.LOG_FOLLOW,
        (_, from) -> {
          from.notify(Methods.LOG_LINE, JsonObject.builder().put("text", "3 daemon ends").build());
          FakeDaemon second = next();
          second.does(
              Methods.LOG_FOLLOW,
              (_, _) -> {
                second.stopSoon();
                return lines("2 two", "3 daemon ends", "4 between", "5 daemon started");
              });
          first.closeSoon();
          return lines("1 one", "2 two");
        });

    Terminal.Result result = terminal.run("logs", "--follow", "-n", "2");

    assertThat(result.stdout())
        .isEqualTo("1 one\n2 two\n3 daemon ends\n4 between\n5 daemon started\n");
    assertThat(result.stderr())
        .isEqualTo(
            """
            the daemon was restarted; its log goes on
            the daemon was stopped; start it: localport daemon start
            """);
    assertThat(result.exit()).isEqualTo(1);
    assertThat(first.asked()).containsExactly("log.follow {\"service\":null,\"lines\":2}");
  }

  private FakeDaemon next() {
    try {
      return daemon();
    } catch (Exception e) {
      throw new AssertionError("a fake daemon starts", e);
    }
  }

  private static JsonObject truncated() {
    return JsonObject.builder()
        .put("path", "/logs/daemon.log")
        .put("lines", List.of("2 two"))
        .put("truncated", true)
        .build();
  }

  @Test
  void linesThatAreLeftOutAreSaid() throws Exception {
    try (FakeDaemon daemon = daemon()) {
      daemon.answers(Methods.LOG_QUERY, truncated());
      Terminal.Result result = terminal.run("logs", "-n", "4000");

      assertThat(result.stdout()).isEqualTo("2 two\n");
      assertThat(result.stderr())
          .startsWith("older lines are left out; the whole log: ")
          .endsWith("daemon.log\n");
      assertThat(result.exit()).isZero();
      assertThat(terminal.run("logs", "-o", "json").stdout()).contains("\"truncated\" : true");
    }
  }

  @Test
  void aFollowerIsToldOfLinesThatAreLeftOutAndSeesTheLinesOfATrace() throws Exception {
    FakeDaemon daemon = daemon();
    daemon.does(
        Methods.LOG_FOLLOW,
        (_, from) -> {
          from.notify(
              Methods.LOG_LINE,
              JsonObject.builder().put("text", "3 failed\njava.io.IOException\n\tat x").build());
          daemon.stopSoon();
          return truncated();
        });

    Terminal.Result result = terminal.run("logs", "--follow");

    assertThat(result.stdout()).isEqualTo("2 two\n3 failed\njava.io.IOException\n\tat x\n");
    assertThat(result.stderr())
        .startsWith("older lines are left out; the whole log: /logs/daemon.log\n");
  }

  @Test
  void aRefusalEndsIt() throws Exception {
    Terminal.Result result;
    try (FakeDaemon daemon = daemon()) {
      result = terminal.run("logs", "--follow");
      assertThat(daemon.asked()).hasSize(1);
    }

    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.stderr()).contains("the fake was told no answer to log.follow");
  }
}
