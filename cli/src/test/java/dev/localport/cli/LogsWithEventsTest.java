package dev.localport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEventBuilder;
import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.Methods;
import dev.localport.api.SeenEvent;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
}
