package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.api.SeenEvent;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogReader;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

  private static JsonObject lines(String position, String... lines) {
    return JsonObject.builder().put("lines", List.of(lines)).put("position", position).build();
  }

  private static JsonObject line(String text, String position) {
    return JsonObject.builder().put("text", text).put("position", position).build();
  }

  @Test
  void aRestartIsSaidAndTheNextDaemonGoesOnBehindTheLastLine() throws Exception {
    FakeDaemon first = daemon();
    List<FakeDaemon> second = new CopyOnWriteArrayList<>();
    first.does(
        Methods.LOG_FOLLOW,
        (_, from) -> {
          from.notify(Methods.LOG_LINE, line("3 daemon ends", "a-3"));
          FakeDaemon next = next();
          second.add(next);
          next.does(
              Methods.LOG_FOLLOW,
              (_, _) -> {
                next.stopSoon();
                return lines("a-5", "4 between", "5 daemon started");
              });
          first.closeSoon();
          return lines("a-2", "1 one", "2 two");
        });

    Terminal.Result result = terminal.run("logs", "--follow", "-n", "2", "--level", "INFO");

    assertThat(result.stdout())
        .isEqualTo("1 one\n2 two\n3 daemon ends\n4 between\n5 daemon started\n");
    assertThat(result.stderr())
        .isEqualTo(
            """
            the daemon was restarted; its log goes on
            the daemon was stopped; start it: localport daemon start
            """);
    assertThat(result.exit()).isEqualTo(1);
    assertThat(first.asked())
        .containsExactly("log.follow {\"service\":null,\"level\":\"info\",\"lines\":2}");
    assertThat(second.getFirst().asked())
        .containsExactly(
            "log.follow {\"service\":null,\"level\":\"info\",\"lines\":null,\"after\":\"a-3\"}");
  }

  private FakeDaemon next() {
    try {
      return daemon();
    } catch (Exception e) {
      throw new AssertionError("a fake daemon starts", e);
    }
  }

  @Test
  void linesThatRotationDroppedAreSaid() throws Exception {
    try (FakeDaemon daemon = daemon()) {
      daemon.answers(
          Methods.LOG_QUERY,
          JsonObject.builder().put("lines", List.of("2 two")).put("truncated", true).build());
      Terminal.Result result = terminal.run("logs", "-n", "4000");

      assertThat(result.stdout()).isEqualTo("2 two\n");
      assertThat(result.stderr())
          .isEqualTo("older lines are missing: the log was rotated while it was read\n");
      assertThat(result.exit()).isZero();
      assertThat(terminal.run("logs", "-o", "json").stdout()).contains("\"truncated\" : true");
    }
  }

  @Test
  void aFollowerHearsOfLinesThatAreMissingAndSeesTheLinesOfATrace() throws Exception {
    FakeDaemon daemon = daemon();
    daemon.does(
        Methods.LOG_FOLLOW,
        (_, from) -> {
          from.notify(
              Methods.LOG_LINE,
              JsonObject.builder()
                  .putAll(line("3 failed\njava.io.IOException\n\tat x", "b-3"))
                  .put("missed", true)
                  .build());
          daemon.stopSoon();
          return lines("a-2", "2 two");
        });

    Terminal.Result result = terminal.run("logs", "--follow");

    assertThat(result.stdout()).isEqualTo("2 two\n3 failed\njava.io.IOException\n\tat x\n");
    assertThat(result.stderr())
        .startsWith("lines are missing here: the log was rotated before they were read\n");
  }

  @Test
  void theLastLinesOfADaemonThatWasStoppedAreReadFromTheFile() throws Exception {
    Path log = terminal.state().resolve("logs/daemon.log");
    Files.createDirectories(log.resolveSibling(""));
    Files.writeString(log, "2026-01-31T08:00:00.000Z INFO  one\n");
    String position = new LogReader(log).beginOfLast(0, LogFilter.ALL).text();
    FakeDaemon daemon = daemon();
    daemon.does(
        Methods.LOG_FOLLOW,
        (_, _) -> {
          append(log, "2026-01-31T08:00:01.000Z INFO  daemon ends\n");
          daemon.stopSoon();
          return lines(position, "2026-01-31T08:00:00.000Z INFO  one");
        });

    assertThat(terminal.run("logs", "-f").stdout())
        .isEqualTo(
            "2026-01-31T08:00:00.000Z INFO  one\n2026-01-31T08:00:01.000Z INFO  daemon ends\n");
  }

  private static void append(Path file, String text) {
    try {
      Path _ = Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void linesAndEventsAreFollowedTogetherByTimeAndNoneComesTwice() throws Exception {
    FakeDaemon daemon = daemon();
    daemon.answers(Methods.STATUS, Samples.statusIn("dev", "shop", "web").toJson());
    daemon.answers(Methods.SUBSCRIBE, JsonObject.builder().put("sequence", 2).build());
    daemon.answers(
        Methods.EVENT_QUERY, JsonObject.builder().put("events", List.of(event(2))).build());
    daemon.does(
        Methods.CLUSTER_EVENTS,
        (_, _) -> {
          daemon.stopSoon();
          return JsonObject.builder()
              .put("events", List.of(seen("pod/web-9"), seen("pod/other")))
              .build();
        });
    daemon.does(
        Methods.LOG_FOLLOW,
        (_, from) -> {
          boolean _ = from.deliver(Methods.EVENT, event(2));
          boolean _ = from.deliver(Methods.EVENT, event(3));
          return lines(
              "a-2",
              "2026-01-31T07:59:59.000Z INFO  session opened service=\"web\" pod=\"web-9\"",
              "2026-01-31T08:00:01.000Z INFO  two");
        });

    Terminal.Result result = terminal.run("logs", "web", "-f", "--with-events", "-o", "json");

    List<JsonObject> printed = result.stdout().lines().map(JsonObject::parse).toList();
    assertThat(printed)
        .extracting(item -> item.text("kind"))
        .containsExactly("line", "event", "event", "line", "cluster_event");
    assertThat(printed.subList(1, 3))
        .extracting(item -> item.object("event").number("sequence"))
        .containsExactly(2L, 3L);
  }

  private static JsonObject seen(String object) {
    return new SeenEvent(
            "dev",
            ClusterEventBuilder.builder()
                .type("Normal")
                .reason("Killing")
                .object(object)
                .namespace("shop")
                .message("Stopping container web")
                .count(1)
                .lastSeen(Samples.NOW.plusSeconds(2))
                .services(List.of())
                .build())
        .toJson();
  }

  private static JsonObject event(long number) {
    return JournalEntry.of(JournalType.CONNECTED)
        .service("web")
        .build()
        .numbered(number, Samples.NOW)
        .toJson();
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
