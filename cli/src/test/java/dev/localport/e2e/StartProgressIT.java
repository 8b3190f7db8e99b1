package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code start} of fifteen services, of which three cannot come up. */
@Tag("ci")
@BesideOthers
class StartProgressIT {
  private static final int GOOD = 12;
  private static final double NANOS_PER_SECOND = 1e9;

  @TempDir Path temporary;

  private static String service(String name, String local, String connection) {
    return "  - {name: %s, local_port: %s, remote_port: 80, connection: {%s, namespace: demo}}\n"
        .formatted(name, local, connection);
  }

  private static String configuration(int taken) {
    StringBuilder yaml = new StringBuilder("version: \"1.0\"\nservices:\n");
    for (int i = 1; i <= GOOD; i++) {
      yaml.append(service("web-" + i, "auto", "resource_name: web"));
    }
    return yaml.append(service("missing", "auto", "resource_name: none"))
        .append(service("empty", "auto", "selector: app=none"))
        .append(service("taken", String.valueOf(taken), "resource_name: web"))
        .toString();
  }

  @Test
  void eachHasALineAndTheCommandEndsWhenNothingCanChangeSoon()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
        ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      localport.config(configuration(other.getLocalPort()));
      assertThat(localport.run("daemon", "start").exit()).isZero();

      long begun = System.nanoTime();
      try (RunningProgram start = localport.start("start", "--timeout", "600")) {
        String first = start.awaitLine("✓ ");
        double firstAfter = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        Result result = start.awaitEnd();

        System.out.printf(
            "start of 15 services, 3 of which cannot come up: first line after %.2f s, end after"
                + " %.2f s%n",
            firstAfter, (System.nanoTime() - begun) / NANOS_PER_SECOND);
        assertThat(first).matches("✓ web-\\d+ +127\\.0\\.0\\.1:\\d+ .* demo/svc/web:80 \\(web-.*");
        assertThat(result.stdout().lines().filter(line -> line.startsWith("✓ "))).hasSize(GOOD);
        assertThat(result.stderr())
            .contains("✗ missing", "✗ empty", "✗ taken")
            .endsWith(
                "12 up, 3 not ready: missing, empty, taken. LocalPort keeps trying."
                    + "      localport explain missing\n");
        assertThat(result.exit()).isEqualTo(ExitCode.SERVICE);
      }
    }
  }
}
