package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code events -f} while daemons come and go. */
class EventsFollowTest {
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

  private FakeDaemon daemon() {
    try {
      daemons.forEach(FakeDaemon::letGo);
      FakeDaemon daemon = new FakeDaemon(terminal.state(), daemons.size());
      daemons.add(daemon);
      return daemon;
    } catch (Exception e) {
      throw new AssertionError("a fake daemon starts", e);
    }
  }

  private static void tell(RpcConnection to, long number) {
    JournalEntry entry =
        EventsCommandTest.event(
            number, JournalEntry.of(JournalType.ERROR).service("web").state("failed"));
    assertThat(to.deliver(Methods.EVENT, entry.toJson())).isTrue();
  }

  private static void missed(RpcConnection to, long from, long last) {
    JsonObject params =
        JsonObject.builder()
            .put("numbers", "journal")
            .put("from", from)
            .put("to", last)
            .put("sequence", last)
            .build();
    assertThat(to.deliver(Methods.EVENT_MISSED, params)).isTrue();
  }

  private static JsonObject newest(long number) {
    return JsonObject.builder().put("sequence", number).put("clusters", List.of()).build();
  }

  private static List<Long> numbers(Terminal.Result result) {
    return result.stdout().lines().map(line -> JsonObject.parse(line).number("sequence")).toList();
  }

  @Test
  void aRestartIsSaidAndNoEventIsLostOrPrintedTwice() {
    FakeDaemon first = daemon();
    FakeDaemon[] second = new FakeDaemon[1];
    first.does(
        Methods.SUBSCRIBE,
        (_, from) -> {
          tell(from, 1);
          tell(from, 2);
          FakeDaemon next = daemon();
          second[0] = next;
          next.does(
              Methods.SUBSCRIBE,
              (_, again) -> {
                tell(again, 3);
                missed(again, 4, 6);
                tell(again, 7);
                next.stopSoon();
                return newest(7);
              });
          first.closeSoon();
          return newest(2);
        });

    Terminal.Result result = terminal.run("events", "-f", "-n", "2", "-o", "json");

    assertThat(numbers(result)).containsExactly(1L, 2L, 3L, 7L);
    assertThat(result.stderr())
        .isEqualTo(
            """
            the daemon was restarted; its events continue
            events 4 to 6 are missing here: they were not kept
            the daemon was stopped; start it: localport daemon start
            """);
    assertThat(result.exit()).isEqualTo(ExitCode.GENERAL);
    assertThat(first.asked().getFirst()).contains("\"after\":0,\"limit\":2}");
    assertThat(second[0].asked().getFirst())
        .isEqualTo(
            "event.subscribe {\"service\":null,\"context\":null,\"types\":[],\"since\":null,"
                + "\"after\":2,\"limit\":0}");
  }

  @Test
  void withoutALimitOnlyNewOnesArePrintedAndThoseOfTheTimeBetween() {
    FakeDaemon first = daemon();
    FakeDaemon[] second = new FakeDaemon[1];
    first.does(
        Methods.SUBSCRIBE,
        (_, _) -> {
          FakeDaemon next = daemon();
          second[0] = next;
          next.does(
              Methods.SUBSCRIBE,
              (_, again) -> {
                tell(again, 10);
                next.stopSoon();
                return newest(10);
              });
          first.closeSoon();
          return newest(9);
        });

    Terminal.Result result = terminal.run("events", "-f", "-n", "0", "-o", "json");

    assertThat(numbers(result)).containsExactly(10L);
    assertThat(first.asked().getFirst()).contains("\"after\":null");
    assertThat(second[0].asked().getFirst()).contains("\"after\":9");
  }

  @Test
  void aJournalThatWasRemovedIsSaid() {
    FakeDaemon first = daemon();
    first.does(
        Methods.SUBSCRIBE,
        (_, from) -> {
          tell(from, 50);
          FakeDaemon next = daemon();
          next.does(
              Methods.SUBSCRIBE,
              (_, again) -> {
                tell(again, 1);
                next.stopSoon();
                return newest(1);
              });
          first.closeSoon();
          return newest(50);
        });

    Terminal.Result result = terminal.run("events", "-f", "-o", "json");

    assertThat(numbers(result)).containsExactly(50L, 1L);
    assertThat(result.stderr()).contains("the journal was removed; its numbers begin again\n");
  }

  @Test
  void missingEventsAreSaidToTheQuietToo() {
    FakeDaemon daemon = daemon();
    daemon.does(
        Methods.SUBSCRIBE,
        (_, from) -> {
          missed(from, 4, 4);
          daemon.stopSoon();
          return newest(4);
        });

    assertThat(terminal.run("-q", "events", "-f").stderr())
        .startsWith("event 4 is missing here: it was not kept\n");
  }

  @Test
  void theLastEventsOfADaemonThatWasStoppedAreReadFromTheJournal() throws IOException {
    Path journal = terminal.state().resolve("journal/%019d.jsonl".formatted(1));
    Files.createDirectories(journal.resolveSibling(""));
    FakeDaemon daemon = daemon();
    daemon.does(
        Methods.SUBSCRIBE,
        (_, from) -> {
          tell(from, 1);
          record(journal, 1, 2);
          daemon.stopSoon();
          return newest(1);
        });

    assertThat(numbers(terminal.run("events", "-f", "-o", "json"))).containsExactly(1L, 2L);
  }

  private static void record(Path journal, long... numbers) {
    StringBuilder lines = new StringBuilder();
    for (long number : numbers) {
      lines.append(EventsCommandTest.event(number, JournalEntry.of(JournalType.ERROR)).toJson());
      lines.append('\n');
    }
    try {
      Path _ = Files.writeString(journal, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void linesForPeopleHaveNameEventAndCause() {
    FakeDaemon daemon = daemon();
    daemon.does(
        Methods.SUBSCRIBE,
        (_, from) -> {
          tell(from, 1);
          daemon.stopSoon();
          return newest(1);
        });

    assertThat(terminal.run("events", "-f").stdout())
        .matches("(\\S+ )?\\d\\d:\\d\\d:\\d\\d {2}web {11}failed\n");
  }

  @Test
  void aNameThatNothingHasEndsIt() {
    FakeDaemon daemon = daemon();
    daemon.does(
        Methods.EVENT_QUERY,
        (_, _) -> {
          throw RpcException.failed(ExitCode.SERVICE, "no service \"wbe\"; did you mean web?");
        });

    Terminal.Result result = terminal.run("events", "wbe", "-f");

    assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
    assertThat(result.stderr()).isEqualTo("no service \"wbe\"; did you mean web?\n");
    assertThat(terminal.run("events", "--context", "dve", "-f").exit())
        .as("a context is asked for, too")
        .isEqualTo(ExitCode.SERVICE);
  }

  @Test
  void withoutADaemonItSaysHowToStartOne() {
    Terminal.Result result = terminal.run("events", "-f");

    assertThat(result.exit()).isEqualTo(ExitCode.GENERAL);
    assertThat(result.stderr())
        .isEqualTo("the daemon is not running; start it: localport daemon start\n");
  }
}
