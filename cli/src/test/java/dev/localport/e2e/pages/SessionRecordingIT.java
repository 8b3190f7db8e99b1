package dev.localport.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.e2e.FaultsCluster;
import dev.localport.e2e.LocalportProgram;
import dev.localport.e2e.OnRealCluster;
import dev.localport.e2e.Programs;
import dev.localport.e2e.TestCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Records {@code docs/images/session.svg}, which the README shows: a session in a terminal of tmux,
 * against the real cluster. Needs tmux, kubectl and curl; the command is in docs/development.md. It
 * runs only when asked for, since it writes into the working tree.
 */
@Tag("record")
@OnRealCluster
@FaultsCluster
class SessionRecordingIT {
  private static final Path PICTURE = LocalportProgram.root().resolve("docs/images/session.svg");
  private static final String LOOP =
      "while sleep 0.4; do curl -sS -w ' %{time_total} s\\n' 127.0.0.1:18080 | xargs; done";

  @TempDir Path temporary;

  @Test
  void recordsASession(TestCluster cluster) throws IOException, InterruptedException {
    var _ = Programs.need("tmux", "tmux");
    try (ReadersShell shell = new ReadersShell(temporary, cluster);
        RecordedTerminal terminal = new RecordedTerminal(shell, 80, 24)) {
      shell.write("localport.yaml", ReadersShell.SHOP);

      terminal.type("localport start");
      terminal.await(screen -> screen.contains("up, 1 not ready"));
      terminal.dwell(1500);
      terminal.type("localport status");
      terminal.await(screen -> screen.contains("2 up · 1 waiting"));
      terminal.dwell(2500);

      terminal.type("clear");
      terminal.await(screen -> screen.strip().equals("$"));
      terminal.split(11);
      terminal.typeBelow(LOOP);
      terminal.await(lines(3));
      String pod = shell.pod("web");
      terminal.type("kubectl -n lp-demo delete pod " + pod + " --wait=false");
      terminal.await(screen ->
          screen.lines().filter(l -> l.startsWith("testserver") && !l.contains(pod)).count() > 3);
      terminal.dwell(1500);
      terminal.type("localport events web --since 1m");
      terminal.await(screen -> screen.contains("reconnected to"));
      terminal.dwell(3000);
      int still = terminal.frames() - 1;
      terminal.closeBelow();

      terminal.type("clear");
      terminal.await(screen -> screen.strip().equals("$"));
      terminal.type("localport explain payments");
      terminal.await(screen -> screen.contains("--previous"));
      terminal.dwell(4000);
      terminal.type("localport ui");
      terminal.await(screen -> screen.contains("payments  ") && screen.contains("Enter details"));
      terminal.dwell(1500);
      terminal.press("Enter");
      terminal.await(screen -> screen.contains("keeps crashing"));
      terminal.dwell(3000);

      Files.writeString(
          PICTURE,
          new SessionSvg(80, 24)
              .draw(
                  "A terminal session: services are started, the pod behind one is deleted while curl"
                      + " runs in a loop and no request fails, and explain names why another service is not ready",
                  terminal.recording(),
                  still));
    }
    assertThat(Files.size(PICTURE)).isLessThan(200_000);
  }

  private static Predicate<String> lines(int count) {
    return screen -> screen.lines().filter(line -> line.startsWith("testserver")).count() >= count;
  }
}
