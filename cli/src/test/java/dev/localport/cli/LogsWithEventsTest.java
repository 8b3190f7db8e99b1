package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.api.SeenEvent;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code logs --with-events}: what a daemon answers, put together. */
class LogsWithEventsTest {
  @TempDir private Path root;
  private Terminal terminal;
  private FakeDaemon daemon;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
    daemon = new FakeDaemon(terminal.state());
    daemon
        .answers(Methods.STATUS, Samples.statusIn("staging", "shop", "db").toJson())
        .answers(Methods.EVENT_QUERY, list("events"))
        .answers(Methods.CLUSTER_EVENTS, list("events"));
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  private static JsonObject list(String key, Object... items) {
    return JsonObject.builder().put(key, List.of(items)).put("sequence", 9).build();
  }

  private static JsonObject seen(String context, String namespace, String object) {
    return new SeenEvent(
            context,
            ClusterEventBuilder.builder()
                .type("Warning")
                .reason("BackOff")
                .object(object)
                .namespace(namespace)
                .message("Back-off restarting")
                .count(1)
                .lastSeen(Samples.NOW)
                .services(List.of())
                .build())
        .toJson();
  }

  private static JsonObject event(long number, String context, String pod) {
    return JournalEntry.of(JournalType.CONNECTED)
        .service("db")
        .context(context)
        .pod(pod)
        .build()
        .numbered(number, Samples.NOW)
        .toJson();
  }

  private List<JsonObject> entries(String... arguments) {
    Terminal.Result result = terminal.run(arguments);
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exit()).isZero();
    return JsonObject.parse(result.stdout()).objects("entries");
  }

  private static List<String> kinds(List<JsonObject> entries) {
    return entries.stream().map(entry -> entry.text("kind")).toList();
  }

  @Test
  void anEventOfAPodOfThatNameInAnotherClusterOrNamespaceIsNotTheServices() {
    daemon
        .answers(
            Methods.LOG_QUERY,
            list("lines", "2026-01-31T07:59:00.000Z INFO  opened service=\"db\" pod=\"db-0\""))
        .answers(
            Methods.EVENT_QUERY, list("events", event(1, "staging", "db-1"), event(2, "old", "x")))
        .answers(
            Methods.CLUSTER_EVENTS,
            list(
                "events",
                seen("prod", "shop", "pod/db-0"),
                seen("staging", "test", "pod/db-0"),
                seen("staging", "shop", "pod/db-0"),
                seen("staging", "shop", "pod/db-1"),
                seen("prod", "shop", "pod/db-1"),
                seen("staging", "shop", "pod/x")));

    assertThat(entries("logs", "db", "--with-events", "-o", "json"))
        .filteredOn(entry -> entry.text("kind").equals("cluster_event"))
        .extracting(entry -> entry.object("event"))
        .extracting(event -> event.text("context") + " " + event.text("object"))
        .containsExactly("staging pod/db-0", "staging pod/db-1");
  }

  @Test
  void theNumberIsThatOfTheLinesAndTheEventsSinceTheFirstAreAdded() {
    daemon
        .answers(Methods.LOG_QUERY, list("lines", line("07:58:00", "old"), line("07:59:00", "new")))
        .answers(
            Methods.EVENT_QUERY,
            list(
                "events",
                event(1, "staging", "db-1"),
                event(2, "staging", "db-1"),
                event(3, "staging", "db-1")));

    assertThat(kinds(entries("logs", "db", "-n", "2", "--with-events", "-o", "json")))
        .containsExactly("line", "line", "event", "event", "event");
    assertThat(daemon.asked())
        .contains(
            "event.query {\"service\":\"db\",\"context\":null,\"types\":[],"
                + "\"since\":\"2026-01-31T07:58:00Z\",\"after\":0,\"limit\":0}",
            "cluster.events {\"since\":\"2026-01-31T07:58:00Z\",\"max_age_seconds\":600}");
  }

  private static String line(String time, String phrase) {
    return "2026-01-31T%s.000Z INFO  %s service=\"db\"".formatted(time, phrase);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 2026-01-31T07:59:00Z", // older lines are cut off, so are older events
    "2, 2026-01-31T07:00:00Z" // that is all of the hour: the rest of it was quiet
  })
  void withATimeTheEventsBeginThereUnlessOlderLinesAreLeftOut(String number, String since) {
    daemon.answers(Methods.LOG_QUERY, list("lines", line("07:59:00", "one")));

    assertThat(entries("logs", "db", "--since", "1h", "-n", number, "--with-events", "-o", "json"))
        .hasSize(1);
    assertThat(daemon.asked())
        .filteredOn(call -> call.startsWith("event.query"))
        .singleElement(InstanceOfAssertFactories.STRING)
        .contains("\"since\":\"" + since + "\"");
  }

  @Test
  void withoutALineThereIsNoTimeThatEventsBeginAt() {
    daemon.answers(Methods.LOG_QUERY, list("lines"));

    Terminal.Result result = terminal.run("logs", "db", "--grep", "none", "--with-events");

    assertThat(result.stdout()).isEmpty();
    assertThat(result.stderr()).isEqualTo("no line matches\n");
    assertThat(daemon.asked()).hasSize(1);
  }

  @Test
  void withoutADaemonTheJournalAddsItsEventsToo() throws IOException, InterruptedException {
    daemon.stopSoon();
    daemon.awaitEnd();
    Path log = terminal.state().resolve("logs/services/db.log");
    Path journal = terminal.state().resolve("journal/%019d.jsonl".formatted(1));
    Files.createDirectories(log.resolveSibling(""));
    Files.createDirectories(journal.resolveSibling(""));
    Files.writeString(log, line("07:58:00", "old") + "\n" + line("07:59:00", "new") + "\n");
    Files.writeString(
        journal, event(1, "staging", "db-1") + "\n" + event(2, "staging", "db-2") + "\n");

    assertThat(terminal.run("logs", "db", "-n", "1", "--grep", "new", "--with-events").stdout())
        .hasLineCount(3)
        .startsWith(line("07:59:00", "new"));
  }
}
