package dev.localport.daemon.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.JournalEntry;
import dev.localport.api.JournalType;
import dev.localport.api.ReconnectAttempt;
import dev.localport.api.StatusChange;
import dev.localport.daemon.services.LoadException;
import dev.localport.paths.DaemonFile;
import dev.localport.rpc.RpcServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The programs of {@code docs/integration.md} run as they are written. */
class IntegrationDocTest {
  private static final String RESUME = "after=last";
  private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

  @TempDir private Path folder;
  private ControlFixture fixture;
  private RpcServer server;

  @BeforeEach
  void open() throws IOException {
    fixture = new ControlFixture(folder);
    Path socket = folder.resolve("daemon.sock");
    server = ControlFixture.serve(socket, fixture.control.methods());
    new DaemonFile(1, "0.1.0", "", socket, NOW).write(folder.resolve("daemon.json"));
  }

  @AfterEach
  void close() {
    server.close();
    fixture.close();
  }

  /** Returns all blocks of a language that hold a word, one after the other. */
  private static String blocks(String language, String word) throws IOException {
    return blocks(language, block -> block.contains(word));
  }

  private static String blocks(String language, Predicate<String> wanted) throws IOException {
    Path root = Path.of("").toAbsolutePath().resolveSibling(""); // tests run in their module
    String text = Files.readString(root.resolve("docs/integration.md"));
    return Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
        .matcher(text)
        .results()
        .map(found -> found.group(1))
        .filter(wanted)
        .collect(Collectors.joining());
  }

  @Test
  @EnabledIf(value = Program.PYTHON, disabledReason = "no python3 on the PATH")
  void theProgramInPythonShowsWhatThereIsAndThenWhatHappens()
      throws IOException, InterruptedException, LoadException {
    fixture.daemon.load("web: [\":7\"]");
    var _ = fixture.daemon.started("web");

    try (Program python =
        Program.start(
            folder, "python3", "-c", blocks("python", block -> !block.contains(RESUME)))) {
      assertThat(python.line()).isEqualTo("web connected");
      assertThat(python.line()).isEqualTo("dev connected 12.3 ms");

      fixture.awaitSubscriber();
      fixture.subscribers.onHealth(ClusterSamples.cluster("dev", 1));
      fixture.subscribers.onChange(
          new StatusChange("web", "dev", "connected", "reconnecting", null, "lost", null, NOW));
      fixture.subscribers.onRetry(new ReconnectAttempt("dev", "web", 1, 10, 998, null, NOW));

      assertThat(python.line()).isEqualTo("dev checking -> connected");
      assertThat(python.line()).isEqualTo("dev is connected");
      assertThat(python.line()).isEqualTo("web connected -> reconnecting");
      assertThat(python.line()).isEqualTo("web attempt 1 in 998 ms");

      server.close(); // only now: what it has not sent yet is lost
      assertThat(python.end()).containsExactly("exit code 0");
    }
  }

  @Test
  @EnabledIf(value = Program.PYTHON, disabledReason = "no python3 on the PATH")
  void theProgramThatComesBackShowsWhatHappenedMeanwhile()
      throws IOException, InterruptedException, LoadException {
    fixture.daemon.load("web: [\":7\"]");
    var _ = fixture.daemon.started("web");
    String program =
        blocks("python", block -> block.contains(RESUME) || block.contains("import json"));

    try (Program python = Program.start(folder, "python3", "-c", program)) {
      assertThat(python.line()).isEqualTo("web connected");
      assertThat(python.line()).isEqualTo("dev connected 12.3 ms");
      assertThat(python.line()).endsWith("Z operation web None");
      assertThat(python.line()).endsWith("Z connected web None");

      fixture.journal.add(JournalEntry.of(JournalType.ERROR).service("web").cause("lost"));

      assertThat(python.line()).endsWith("Z error web lost");
    }
  }

  @Test
  @EnabledIf(value = Program.NETCAT, disabledReason = "no OpenBSD nc on the PATH")
  void theLineForTheShellIsAnswered() throws IOException, InterruptedException {
    try (Program shell = Program.start(folder, "sh", "-c", blocks("sh", "nc -N"))) {
      assertThat(shell.line())
          .startsWith(
              "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"clusters\":[{\"context\":\"dev\"");
      assertThat(shell.end()).containsExactly("exit code 0");
    }
  }
}
