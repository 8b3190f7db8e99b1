package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the program offers a shell of a real cluster. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class CompletionIT {
  @TempDir Path temporary;

  private static List<String> complete(LocalportProgram localport, String... words)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("__complete", "--"));
    command.addAll(List.of(words));
    Result result = localport.run(command.toArray(String[]::new));
    assertThat(result.stderr()).isEmpty();
    assertThat(result.exit()).as(result.toString()).isZero();
    return result.stdout().lines().toList();
  }

  /* A slow machine needs more than the two seconds after which a Tab is given up. */
  private static List<String> names(LocalportProgram localport, String... words)
      throws InterruptedException {
    return Await.until(
        "names for " + List.of(words),
        () -> complete(localport, words),
        offered -> !offered.isEmpty());
  }

  @Test
  void aRunningDaemonNamesWhatTheClusterHas(TestCluster cluster)
      throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      Result start = localport.run("daemon", "start");
      assertThat(start.exit()).as(start.toString()).isZero();

      assertThat(names(localport, "forward", "-n", "lp-demo", "service/"))
          .contains("service/db", "service/echo", "service/web", "service/web-numeric");
      assertThat(names(localport, "forward", "-n", "lp-demo", "svc/we"))
          .containsExactly("svc/web", "svc/web-numeric");
      assertThat(names(localport, "forward", "-n", "lp-demo", "sts/")).containsExactly("sts/db");
      assertThat(names(localport, "forward", "-n", "lp-d")).containsExactly("lp-demo");
      assertThat(names(localport, "forward", "-n", "lp-demo", "svc/web", "8080:"))
          .containsExactly("8080:8000", "8080:http");
    }
  }

  @Test
  void withoutADaemonNoneIsStarted(TestCluster cluster) throws IOException, InterruptedException {
    try (LocalportProgram localport = new LocalportProgram(temporary, cluster.kubeconfig())) {
      assertThat(complete(localport, "forward", "-n", "lp-demo", "service/")).isEmpty();

      assertThat(localport.findDaemon()).isEmpty();
    }
  }
}
