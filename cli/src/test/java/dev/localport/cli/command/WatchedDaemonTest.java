package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Methods;
import dev.localport.cli.FakeDaemon;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.TestEnvironments;
import dev.localport.cli.render.Console;
import dev.localport.rpc.JsonObject;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code --watch} shows while daemons come and go. */
class WatchedDaemonTest {
  @TempDir private Path root;
  private Path state;
  private CommandContext context;

  @BeforeEach
  void open() {
    state = root.resolve("state");
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    context =
        new CommandContext(
            new GlobalOptions(),
            TestEnvironments.in(
                root,
                Map.of("LOCALPORT_HOME", state.toString()),
                TestEnvironments.daemon(Path.of("/no/java"), "/app/*")),
            new Console(nowhere, nowhere, true, false, () -> 0, () -> ""));
  }

  private FakeDaemon daemon(int number) throws Exception {
    FakeDaemon daemon = new FakeDaemon(state, number);
    return daemon.answers(Methods.STATUS, JsonObject.builder().put("number", number).build());
  }

  private WatchedDaemon watched() throws CommandException {
    return new WatchedDaemon(
        context,
        context.daemon(),
        daemon -> {
          long number = daemon.call(Methods.STATUS, JsonObject.empty()).number("number");
          return columns -> List.of("daemon " + number + " in " + columns);
        });
  }

  private static List<String> seen(WatchedDaemon watched) throws CommandException {
    return watched.next().apply(80);
  }

  @Test
  void aRestartOfTheDaemonIsSurvivedAndSaid() throws Exception {
    FakeDaemon first = daemon(0);
    try (WatchedDaemon watched = watched()) {
      assertThat(seen(watched)).containsExactly("daemon 0 in 80");

      first.close();
      assertThat(seen(watched)).containsExactly(WatchedDaemon.WAITING, "", "daemon 0 in 80");

      try (FakeDaemon _ = daemon(1)) {
        assertThat(seen(watched)).containsExactly(WatchedDaemon.RESTARTED, "", "daemon 1 in 80");
        assertThat(seen(watched)).containsExactly(WatchedDaemon.RESTARTED, "", "daemon 1 in 80");
      }
    }
  }

  @Test
  void aStoppedDaemonIsWaitedFor() throws Exception {
    FakeDaemon first = daemon(0);
    try (WatchedDaemon watched = watched()) {
      List<String> before = seen(watched);
      first.does(
          Methods.STATUS,
          (_, _) -> {
            first.stopSoon();
            throw new InterruptedException("ends before it answers");
          });

      assertThat(seen(watched)).containsExactly(WatchedDaemon.WAITING, "", before.getFirst());
      first.awaitEnd();
      assertThat(seen(watched)).containsExactly(WatchedDaemon.WAITING, "", before.getFirst());
    }
  }

  @Test
  void aRefusalOfADaemonThatLivesEndsIt() throws Exception {
    try (FakeDaemon _ = new FakeDaemon(state, 0);
        WatchedDaemon watched = watched()) {
      assertThatThrownBy(() -> seen(watched))
          .isInstanceOf(CommandException.class)
          .hasMessageContaining("no answer to " + Methods.STATUS);
    }
  }

  @Test
  void aDaemonThatCannotBeStartedAgainAfterACrashEndsIt() throws Exception {
    FakeDaemon first = daemon(0);
    try (WatchedDaemon watched = watched()) {
      List<String> _ = seen(watched);
      first.close(); // leaves its file

      assertThat(seen(watched)).contains(WatchedDaemon.WAITING);
      assertThatThrownBy(() -> seen(watched)).isInstanceOf(CommandException.class);
    }
  }
}
