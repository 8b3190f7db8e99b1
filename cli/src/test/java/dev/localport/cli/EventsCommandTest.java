package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalEntryBuilder;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code events} with a daemon, and without one. */
class EventsCommandTest {
  @TempDir private Path root;
  private Terminal terminal;

  @BeforeEach
  void open() throws Exception {
    terminal = new Terminal(root);
  }

  static JournalEntry event(long number, JournalEntryBuilder entry) {
    return entry.build().numbered(number, Samples.NOW.minusSeconds(60 - number));
  }

  private static final JournalEntry LOST =
      event(
          7,
          JournalEntry.of(JournalType.DISCONNECTED)
              .service("web")
              .context("dev")
              .state("reconnecting")
              .cause("the session was lost")
              .duration(Duration.ofMinutes(12)));
  private static final JournalEntry BACK =
      event(
          8,
          JournalEntry.of(JournalType.RECONNECTED)
              .service("web")
              .context("dev")
              .pod("web-2")
              .state("connected")
              .duration(Duration.ofMillis(1_400)));

  private static JsonObject answer(JournalEntry... events) {
    return JsonObject.builder()
        .put("events", Arrays.stream(events).map(JournalEntry::toJson).toList())
        .put("next", null)
        .put("sequence", 8)
        .build();
  }

  private void recorded(JournalEntry... events) throws Exception {
    Path journal = Files.createDirectories(terminal.state().resolve("journal"));
    StringBuilder lines = new StringBuilder();
    for (JournalEntry event : events) {
      lines.append(event.toJson()).append('\n');
    }
    Path _ = Files.writeString(journal.resolve("%019d.jsonl".formatted(1)), lines);
  }

  @Test
  void aJournalThatCannotBeReadIsNamedByEveryCommandThatReadsIt() throws Exception {
    Files.createDirectories(terminal.state().resolve("logs"));
    Files.writeString(terminal.state().resolve("logs/daemon.log"), "one\n");
    Files.writeString(terminal.state().resolve("journal"), "not a folder");

    for (String command : List.of("events", "history", "logs --context dev")) {
      Terminal.Result result = terminal.run(command.split(" ", -1));

      assertThat(result.stderr())
          .as(command)
          .contains("the journal in ~/state/journal cannot be read: ");
      assertThat(result.exit()).isEqualTo(ExitCode.GENERAL);
    }
  }

  @Test
  void itAsksForWhatTheArgumentsSay() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.EVENT_QUERY, answer(LOST, BACK));

      Terminal.Result result =
          terminal.run(
              "events", "web", "--context", "dev", "--since", "1h", "--type", "error", "-n", "5");

      assertThat(result.exit()).isZero();
      assertThat(result.stdout())
          .containsPattern("(?m)^TIME +SERVICE +WHAT HAPPENED +CAUSE$")
          .containsPattern("(?m)web +connection lost after 12m +the session was lost$")
          .containsPattern("(?m)web +reconnected to web-2 after 1\\.4 s$");
      assertThat(daemon.asked())
          .containsExactly(
              "event.query {\"service\":\"web\",\"context\":\"dev\",\"types\":[\"error\"],"
                  + "\"since\":\"2026-01-31T07:00:00Z\",\"after\":0,\"limit\":5}");
    }
  }

  @Test
  void theNewestHundredAreShownAndWithSinceAll() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.EVENT_QUERY, answer());

      assertThat(terminal.run("events").stderr()).isEqualTo("no matching events\n");
      assertThat(terminal.run("events", "--since", "2d").exit()).isZero();

      assertThat(daemon.asked().getFirst()).endsWith("\"limit\":100}");
      assertThat(daemon.asked().getLast())
          .contains("2026-01-29T08:00:00Z")
          .endsWith("\"limit\":0}");
    }
  }

  @Test
  void jsonHasTheSameKeysForEachEvent() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.answers(Methods.EVENT_QUERY, answer(LOST, BACK));

      List<JsonObject> events =
          JsonObject.parse(terminal.run("events", "-o", "json").stdout()).objects("events");

      assertThat(events).hasSize(2);
      for (JsonObject event : events) {
        assertThat(event.asMap())
            .containsKeys(
                "sequence", "at", "type", "service", "context", "pod", "cause", "duration_ms");
      }
      assertThat(events.getLast().text("type")).isEqualTo("reconnected");
      assertThat(events.getLast().number("duration_ms")).isEqualTo(1_400);
    }
  }

  @Test
  void aLongAnswerIsReadToItsEnd() throws Exception {
    try (FakeDaemon daemon = new FakeDaemon(terminal.state())) {
      daemon.does(
          Methods.EVENT_QUERY,
          (params, _) ->
              params.has("next")
                  ? answer(BACK)
                  : JsonObject.builder().putAll(answer(LOST)).put("next", 8).build());

      assertThat(JsonObject.parse(terminal.run("events", "-o", "json").stdout()).objects("events"))
          .hasSize(2);
    }
  }

  @Test
  void withoutADaemonTheRecordsAreRead() throws Exception {
    recorded(LOST, BACK);

    Terminal.Result result = terminal.run("events", "web", "--type", "disconnected");

    assertThat(result.exit()).isZero();
    assertThat(result.stderr())
        .isEqualTo("the daemon is not running; these are the events that it recorded\n");
    assertThat(result.stdout()).contains("the session was lost").doesNotContain("web-2");
  }

  @Test
  void withoutADaemonANameThatNothingHasIsAnError() throws Exception {
    recorded(LOST);

    Terminal.Result result = terminal.run("events", "wbe");

    assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
    assertThat(result.stderr()).endsWith("no service \"wbe\"; did you mean web?\n");
    assertThat(terminal.run("events", "other").stderr())
        .endsWith("no service \"other\"; see: localport status\n");
  }

  @Test
  void withoutADaemonAContextThatNothingUsesIsAnErrorAndNotAnEmptyAnswer() throws Exception {
    recorded(LOST);
    Files.createDirectories(terminal.state().resolve("logs"));
    Files.writeString(terminal.state().resolve("logs/daemon.log"), "one\n");

    for (String command : List.of("events", "history", "logs")) {
      Terminal.Result result = terminal.run(command, "--context", "dve");

      assertThat(result.exit()).as(command).isEqualTo(ExitCode.CONFIGURATION);
      assertThat(result.stderr())
          .endsWith("no service uses the context \"dve\"; did you mean dev?\n");
      assertThat(terminal.run(command, "--context", "dev").exit()).as(command).isZero();
    }
    assertThat(terminal.run("events", "--context", "other").stderr())
        .endsWith("no service uses the context \"other\"; contexts in use: dev\n");
  }

  @Test
  void withoutADaemonAServiceOfTheFileIsKnown() throws Exception {
    Files.writeString(
        terminal.folder().resolve("localport.yaml"),
        """
        version: "1.0"
        services:
          - {name: db, local_port: 1, remote_port: 1, connection: {resource_name: db}}
        """);

    Terminal.Result result = terminal.run("events", "db");

    assertThat(result.exit()).isZero();
    assertThat(result.stderr()).endsWith("no matching events\n");
  }

  @Test
  void aTypeThatThereIsNotIsNamed() {
    Terminal.Result result = terminal.run("events", "--type", "disconected");

    assertThat(result.exit()).isEqualTo(ExitCode.CONFIGURATION);
    assertThat(result.stderr())
        .startsWith("--type: invalid value \"disconected\"; did you mean disconnected?\n");
    assertThat(terminal.run("events", "--type", "nonsense").stderr())
        .startsWith("--type: invalid value \"nonsense\"; use connected, disconnected, ");
  }

  @Test
  void namesContextsAndTypesAreCompleted() throws Exception {
    Files.writeString(
        terminal.folder().resolve("localport.yaml"),
        """
        version: "1.0"
        services:
          - {name: db, local_port: 1, remote_port: 1, connection: {resource_name: db}}
        """);
    Path kubeconfig =
        Files.writeString(terminal.folder().resolve("kube"), "contexts: [{name: staging}]\n");
    terminal.with("KUBECONFIG", kubeconfig.toString());

    assertThat(terminal.run("__complete", "--", "events", "d").stdout()).isEqualTo("db\n");
    assertThat(terminal.run("__complete", "--", "events", "--context", "").stdout())
        .isEqualTo("staging\n");
    assertThat(terminal.run("__complete", "--", "events", "--type", "rec").stdout())
        .isEqualTo("reconnected\nreconnecting\n");
    assertThat(terminal.run("__complete", "--", "cluster", "events", "--type", "").stdout())
        .isEqualTo("Normal\nWarning\n");
  }
}
