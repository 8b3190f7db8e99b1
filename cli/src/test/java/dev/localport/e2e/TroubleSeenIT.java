package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ExitCode;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How soon people see that the pod refuses a connection, and that a health check with all its
 * defaults fails. The goal is 2 s, which is printed and not asserted.
 */
@Tag("ci")
@BesideOthers
class TroubleSeenIT {
  private static final double NANOS_PER_SECOND = 1e9;
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");
  private static final String SERVICES =
      """
      version: "1.0"
      services:
        - {name: deaf, local_port: auto, remote_port: 9999,
           connection: {resource_name: moods, namespace: demo}}
        - {name: sick, local_port: auto, remote_port: 80,
           connection: {resource_name: web, namespace: demo},
           health_check: {type: http, config: {url: /no-such-page}}}
      """;

  @TempDir Path temporary;

  private static void print(String what, long begun) {
    System.out.printf(
        "%s is seen after %.2f s%n", what, (System.nanoTime() - begun) / NANOS_PER_SECOND);
  }

  private static int port(String line) {
    Matcher port = PORT.matcher(line);
    assertThat(port.find()).as(line).isTrue();
    return Integer.parseInt(port.group(1));
  }

  private static Socket connect(int port) throws IOException {
    return new Socket(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  private static void awaitStatus(LocalportProgram localport, String row, String remark)
      throws IOException, InterruptedException {
    Await.until(
        "status shows " + row,
        () -> {
          try {
            return localport.run("status").stdout();
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        },
        status -> status.contains(row) && status.contains(remark));
  }

  @Test
  void statusAndStartShowARefusedConnectionAndAFailingCheck()
      throws IOException, InterruptedException {
    try (SimulatedCluster cluster = SimulatedCluster.start(temporary);
        LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      localport.config(SERVICES);
      assertThat(localport.run("daemon", "start").exit()).isZero();

      long begun;
      try (RunningProgram start = localport.start("start")) {
        int deaf = port(start.awaitLine("✓ deaf"));
        begun = System.nanoTime();
        String sick = start.awaitLine("✗ sick");
        print("start: a failing health check", begun);
        assertThat(sick).contains("unhealthy: GET /no-such-page returned 404");
        assertThat(start.awaitEnd().exit()).isEqualTo(ExitCode.SERVICE);
        awaitStatus(localport, "◐ unhealthy", "GET /no-such-page returned 404");

        begun = System.nanoTime();
        try (Socket client = connect(deaf)) {
          awaitStatus(localport, "◐ refused", "1 of 1 connections refused");
          print("status: a refused connection", begun);
          assertThat(client.isConnected()).isTrue();
        }
      }
      assertThat(localport.run("start", "deaf").stderr()).contains("1 of 1 connections refused");

      assertThat(localport.run("stop", "sick").exit()).isZero();
      assertThat(localport.run("start", "sick", "--no-wait").exit()).isZero();
      begun = System.nanoTime();
      awaitStatus(localport, "◐ unhealthy", "GET /no-such-page returned 404");
      print("status: a failing health check", begun);
    }
  }
}
