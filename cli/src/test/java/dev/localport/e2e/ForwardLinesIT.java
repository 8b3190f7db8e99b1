package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code forward} prints until Ctrl-C, over the simulated cluster. */
@Tag("ci")
@BesideOthers
class ForwardLinesIT {
  private static final Pattern FIRST =
      Pattern.compile(
          "Forwarding 127\\.0\\.0\\.1:(\\d+) → demo · demo/deploy/web:9999 \\(web-.*\\)\\. Ctrl-C"
              + " stops\\.");
  private static final double NANOS_PER_SECOND = 1e9;

  @TempDir Path temporary;

  @Test
  void aRefusedConnectionHasALineWithItsTimeAndIsCountedAtTheEnd()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
        RunningProgram forward = localport.start("forward", "-n", "demo", "deploy/web", ":9999")) {
      Matcher first = FIRST.matcher(forward.awaitLine("Ctrl-C stops."));
      assertThat(first.matches()).isTrue();
      int port = Integer.parseInt(first.group(1));

      long begun = System.nanoTime();
      try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
        String line = forward.awaitLine("connection refused");

        System.out.printf(
            "forward: a refused connection has its line after %.2f s%n",
            (System.nanoTime() - begun) / NANOS_PER_SECOND);
        assertThat(socket.isConnected()).isTrue();
        assertThat(line)
            .matches(
                "\\d\\d:\\d\\d:\\d\\d  connection refused: nothing listens on port 9999 in pod"
                    + " web-.* \\(1 so far\\); see: localport explain web-9999");
      }
      forward.interrupt();

      Result result = forward.awaitEnd();
      assertThat(result.exit()).isEqualTo(ExitCode.INTERRUPTED);
      assertThat(result.stderr()).endsWith("1 connection, 1 refused, 0 B received\n");
    }
  }
}
