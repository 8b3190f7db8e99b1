package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.api.SeenEvent;
import dev.localport.logs.LogFilter;
import dev.localport.logs.LogReader;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
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
          from.notify(Methods.LOG_LINE, line("3 daemon stopping", "a-3"));
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
        .isEqualTo("1 one\n2 two\n3 daemon stopping\n4 between\n5 daemon started\n");
    assertThat(result.stderr())
        .isEqualTo(
            """
            the daemon was restarted; its log continues
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
      Terminal.Result result = terminal.run("-q", "logs", "-n", "4000");

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
          boolean _ = from.deliver(Methods.EVENT_MISSED, missed());
          return JsonObject.builder().putAll(lines("a-2", "2 two")).put("truncated", true).build();
        });

    Terminal.Result result = terminal.run("-q", "logs", "--follow");

    assertThat(result.stdout()).isEqualTo("2 two\n3 failed\njava.io.IOException\n\tat x\n");
    assertThat(result.stderr())
        .isEqualTo(
            """
            events are missing here: the journal no longer has them
            older lines are missing: the log was rotated while it was read
            lines are missing here: the log was rotated before they were read
            the daemon was stopped; start it: localport daemon start
            """);
  }

  private static JsonObject missed() {
    return JsonObject.builder().put("numbers", "journal").put("from", 4).put("to", 6).build();
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
          append(log, "2026-01-31T08:00:01.000Z INFO  daemon stopping\n");
          daemon.stopSoon();
          return lines(position, "2026-01-31T08:00:00.000Z INFO  one");
        });

    assertThat(terminal.run("logs", "-f").stdout())
        .isEqualTo(
            "2026-01-31T08:00:00.000Z INFO  one\n2026-01-31T08:00:01.000Z INFO  daemon stopping\n");
  }

  private static void append(Path file, String text) {
    try {
      Path _ = Files.writeString(file, text, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void thePastIsSortedByTimeAndWhatFollowsComesOnce() throws Exception {
    FakeDaemon daemon = daemon();
    daemon.answers(Methods.STATUS, Samples.statusIn("dev", "shop", "web").toJson());
    daemon.does(Methods.LOG_QUERY, (params, _) -> page(params.findText("next")));
    daemon.answers(Methods.EVENT_QUERY, journal(3, event(2), event(3), event(4)));
    daemon.answers(Methods.CLUSTER_EVENTS, journal(0, seen("pod/web-9"), seen("pod/other")));
    daemon.does(
        Methods.SUBSCRIBE,
        (_, from) -> {
          boolean _ = from.deliver(Methods.EVENT, event(4));
          return JsonObject.builder().put("sequence", 4).build();
        });
    daemon.does(
        Methods.LOG_FOLLOW,
        (_, from) -> {
          boolean _ = from.deliver(Methods.EVENT, event(5));
          daemon.stopSoon();
          return lines("a-4", "2026-01-31T08:00:03.000Z INFO  four");
        });

    Terminal.Result result = terminal.run("logs", "web", "-f", "--with-events", "-o", "json");

    List<JsonObject> printed = result.stdout().lines().map(JsonObject::parse).toList();
    assertThat(printed)
        .extracting(item -> item.text("kind"))
        .containsExactly(
            "line", "event", "event", "line", "cluster_event", "event", "event", "line");
    assertThat(printed)
        .filteredOn(item -> item.text("kind").equals("event"))
        .extracting(item -> item.object("event").number("sequence"))
        .containsExactly(2L, 3L, 4L, 5L);
    assertThat(daemon.asked().getLast())
        .isEqualTo("log.follow {\"service\":\"web\",\"lines\":null,\"after\":\"a-3\"}");
    assertThat(daemon.asked()).anyMatch(call -> call.contains("\"after\":3,\"limit\":0"));
  }

  private static JsonObject page(@Nullable String next) {
    JsonObject page =
        next == null
            ? lines("a-2", "2026-01-31T07:59:59.000Z INFO  opened service=\"web\" pod=\"web-9\"")
            : lines("a-3", "2026-01-31T08:00:01.000Z INFO  two");
    return JsonObject.builder().putAll(page).put("next", next == null ? "a-2" : null).build();
  }

  private static JsonObject journal(long newest, JsonObject... events) {
    return JsonObject.builder().put("events", List.of(events)).put("sequence", newest).build();
  }

  @Test
  void aJournalThatWasRemovedBeginsAgainForAFollowerToo() throws Exception {
    FakeDaemon first = daemon();
    first.answers(Methods.LOG_QUERY, lines("a-0"));
    first.answers(Methods.SUBSCRIBE, JsonObject.builder().put("sequence", 50).build());
    first.does(
        Methods.LOG_FOLLOW,
        (_, _) -> {
          FakeDaemon next = next();
          next.does(
              Methods.SUBSCRIBE,
              (_, again) -> {
                boolean _ = again.deliver(Methods.EVENT, event(1));
                return JsonObject.builder().put("sequence", 1).build();
              });
          next.does(
              Methods.LOG_FOLLOW,
              (_, _) -> {
                next.stopSoon();
                return lines("a-0");
              });
          first.closeSoon();
          return lines("a-0");
        });

    Terminal.Result result = terminal.run("logs", "-f", "--with-events", "-o", "json");

    assertThat(result.stdout().lines()).singleElement().asString().contains("\"sequence\":1,");
    assertThat(result.stderr()).contains("the journal was removed; its numbers begin again\n");
  }

  @Test
  void theLastEventsOfADaemonThatWasStoppedAreReadFromTheJournal() throws Exception {
    Path log = terminal.state().resolve("logs/daemon.log");
    Path journal = terminal.state().resolve("journal/%019d.jsonl".formatted(1));
    Files.createDirectories(log.resolveSibling(""));
    Files.createDirectories(journal.resolveSibling(""));
    Files.writeString(log, "2026-01-31T08:00:00.000Z INFO  one\n");
    Files.writeString(journal, event(1) + "\n");
    String position = new LogReader(log).beginOfLast(0, LogFilter.ALL).text();
    FakeDaemon daemon = daemon();
    daemon.answers(Methods.LOG_QUERY, lines(position));
    daemon.answers(Methods.SUBSCRIBE, JsonObject.builder().put("sequence", 1).build());
    daemon.does(
        Methods.LOG_FOLLOW,
        (_, _) -> {
          append(journal, event(2) + "\n");
          append(log, "2026-01-31T08:00:01.000Z INFO  daemon stopping\n");
          daemon.stopSoon();
          return lines(position);
        });

    assertThat(terminal.run("logs", "-f", "--with-events", "-o", "json").stdout().lines())
        .satisfiesExactly(
            event -> assertThat(event).contains("\"sequence\":2,"),
            line -> assertThat(line).contains("daemon stopping"));
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
  void aContextThatIsNotInTheKubeconfigIsAskedForFirst() throws Exception {
    FakeDaemon daemon = daemon();
    daemon
        .does(
            Methods.LOG_QUERY,
            (_, _) -> {
              throw RpcException.failed(ExitCode.CONFIGURATION, "no service uses it");
            })
        .does(
            Methods.LOG_FOLLOW,
            (_, _) -> {
              daemon.stopSoon();
              return lines("a-1", "one");
            });
    Files.createDirectories(terminal.home().resolve(".kube"));
    Files.writeString(terminal.home().resolve(".kube/config"), "contexts: [{name: dev}]");

    assertThat(terminal.run("logs", "-f", "--context", "dve"))
        .isEqualTo(new Terminal.Result(ExitCode.CONFIGURATION, "", "no service uses it\n"));
    assertThat(terminal.run("logs", "-f", "--context", "dev").stdout())
        .as("its services may begin later")
        .startsWith("one\n");
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
