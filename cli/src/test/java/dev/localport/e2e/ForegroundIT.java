package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forwards that live as long as somebody's terminal. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class ForegroundIT {
  private static final Pattern LOCAL = Pattern.compile("127\\.0\\.0\\.1:(\\d+) → ");

  @TempDir Path temporary;

  private static RunningProgram forward(LocalportProgram localport, String... more)
      throws IOException {
    String[] words = new String[more.length + 1];
    words[0] = "forward";
    System.arraycopy(more, 0, words, 1, more.length);
    return localport.start(words);
  }

  /** Waits for the line of a port, and returns its number. */
  private static int port(RunningProgram forward) throws InterruptedException {
    Matcher line = LOCAL.matcher(forward.awaitLine(" → "));
    assertThat(line.find()).isTrue();
    return Integer.parseInt(line.group(1));
  }

  private static List<String> services(LocalportProgram localport)
      throws IOException, InterruptedException {
    return localport.json("status", "-o", "json").objects("services").stream()
        .map(service -> service.text("name"))
        .toList();
  }

  @Test
  void theSameForwardInTwoTerminalsLivesAsLongAsEither(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
        RunningProgram one = forward(localport, "-n", "lp-demo", "svc/web", ":8000")) {
      int port = port(one);
      try (RunningProgram two = forward(localport, "-n", "lp-demo", "svc/web", ":8000")) {
        assertThat(port(two)).isEqualTo(port);

        one.interrupt();
        assertThat(one.awaitEnd().exit()).isEqualTo(130);
        assertThat(Http.pod(port)).startsWith("web-");

        two.interrupt();
        two.awaitEnd();
        Await.until("no service", () -> services(localport), List::isEmpty);
      }
    }
  }

  @Test
  void aForwardGoesOnWhenTheDaemonIsKilled(TestCluster cluster)
      throws IOException, InterruptedException {
    int port = Ports.quiet();
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
        RunningProgram forward = forward(localport, "-n", "lp-demo", "svc/web", port + ":8000")) {
      port(forward);
      forward.awaitLine("Ctrl-C stops.");
      ProcessHandle daemon = localport.findDaemon().orElseThrow();

      daemon.destroyForcibly();
      forward.awaitLine("the daemon (pid " + daemon.pid() + ") crashed");

      assertThat(Await.until("traffic on the same port", () -> Http.pod(port), pod -> true))
          .startsWith("web-");
      assertThat(services(localport)).containsExactly("web-" + port);
      forward.interrupt();
      assertThat(forward.awaitEnd().exit()).isEqualTo(130);
      Await.until("no service", () -> services(localport), List::isEmpty);
      assertThat(localport.home().resolve("state.json")).as("what is kept of it").doesNotExist();
    }
  }

  @Test
  void aForwardEndsWhenItsServiceOrTheDaemonIsStopped(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig());
        RunningProgram one = forward(localport, "-n", "lp-demo", "svc/web", ":8000");
        RunningProgram two = forward(localport, "-n", "lp-other", "svc/web", ":8000")) {
      one.awaitLine("Ctrl-C stops.");
      two.awaitLine("Ctrl-C stops.");
      assertThat(services(localport))
          .hasSize(2)
          .contains("web-8000")
          .containsAnyOf("lp-demo.web-8000", "lp-other.web-8000");

      assertThat(localport.run("stop", "web-8000").exit()).isZero();
      Await.until("one end", () -> one.isAlive() && two.isAlive(), both -> !both);
      RunningProgram stopped = one.isAlive() ? two : one;
      assertThat(stopped.awaitEnd())
          .satisfies(result -> assertThat(result.exit()).isEqualTo(3))
          .satisfies(result ->
              assertThat(result.stderr())
                  .endsWith("  stopped by another command\nweb-8000 is no longer forwarded\n"));

      assertThat(localport.run("daemon", "stop").exit()).isZero();
      Result end = (stopped.equals(one) ? two : one).awaitEnd();
      assertThat(end.exit()).isEqualTo(1);
      assertThat(end.stderr()).contains("the daemon was stopped, and lp-");
    }
  }

  @Test
  @NeedsFaults
  void aForwardTellsThatItsPodIsReplaced(TestCluster cluster)
      throws IOException, InterruptedException {
    Faults faults = cluster.faults();
    String namespace = "lp-foreground-" + ProcessHandle.current().pid();
    String image =
        faults.kubectl(
            "-n",
            "lp-demo",
            "get",
            "deployment",
            "web",
            "-o",
            "jsonpath={.spec.template.spec.containers[0].image}");
    faults.kubectl("create", "namespace", namespace);
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      faults.kubectl("-n", namespace, "create", "deployment", "web", "--image=" + image);
      faults.kubectl("-n", namespace, "rollout", "status", "deployment/web");
      try (RunningProgram forward = forward(localport, "-n", namespace, "deploy/web", ":8080")) {
        forward.awaitLine("Ctrl-C stops.");

        faults.kubectl("-n", namespace, "delete", "pod", "-l", "app=web", "--wait=false");

        forward.awaitLine("  connection lost: pod web-");
        forward.awaitLine("connected to web-");
      }
    } finally {
      faults.undo("kubectl", "delete", "namespace", namespace, "--wait=false");
    }
  }
}
