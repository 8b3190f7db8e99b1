package dev.localport.daemon.forward.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.config.ServiceConfig;
import dev.localport.daemon.kube.PodView;
import dev.localport.daemon.services.Configured;
import dev.localport.daemon.services.ForwardsFixture;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is known of the pods behind a target, and which of them the next session goes to. */
class TargetPodsTest {
  @TempDir private Path folder;

  private static PodView pod(String name) {
    return new PodView(name, "u", "Running", true, false, Instant.EPOCH, null, List.of());
  }

  private static ServiceConfig service() {
    String text = "services: [{name: web, connection: {resource_name: web}, ports: [\"1:1\"]}]";
    return Configured.service(text);
  }

  @Test
  void oneMoreSessionStaysWithThePodThatServes() {
    List<PodView> serving = List.of(pod("new"), pod("old"));

    assertThat(TargetPods.next(serving, List.of("old"), false).name()).isEqualTo("old");
    assertThat(TargetPods.next(serving, List.of("gone"), false).name()).isEqualTo("new");
  }

  @Test
  void withBalanceItGoesWhereTheFewestAre() {
    List<PodView> serving = List.of(pod("a"), pod("b"), pod("c"));

    assertThat(TargetPods.next(serving, List.of("a", "b", "a"), true).name()).isEqualTo("c");
    assertThat(TargetPods.next(serving, List.of("a", "b", "c", "a"), true).name()).isEqualTo("b");
  }

  @Test
  void aPodHasLeftUntilItServesAgain() throws IOException {
    try (ForwardsFixture daemon = new ForwardsFixture(folder)) {
      TargetPods pods = new TargetPods(service(), daemon.dialer, mail -> {});
      pods.serves("db-0");
      assertThat(pods.hasLeft("db-0")).isFalse();

      pods.gone("db-0");
      assertThat(pods.ready()).isEmpty();
      assertThat(pods.hasLeft("db-0")).isTrue();

      pods.serves("db-0");
      assertThat(pods.ready()).containsExactly("db-0");
      assertThat(pods.hasLeft("db-0")).isFalse();
    }
  }

  @Test
  void ofThoseThatLeftTheNewestAreRemembered() throws IOException {
    try (ForwardsFixture daemon = new ForwardsFixture(folder)) {
      TargetPods pods = new TargetPods(service(), daemon.dialer, mail -> {});
      for (int i = 0; i < 1000; i++) {
        pods.gone("web-" + i);
      }

      assertThat(pods.hasLeft("web-0")).isFalse();
      assertThat(pods.hasLeft("web-999")).isTrue();
    }
  }

  @Test
  void nothingIsLookedUpBeforeThereIsATarget() throws IOException {
    List<UpstreamNews> told = new ArrayList<>();
    try (ForwardsFixture daemon = new ForwardsFixture(folder)) {
      TargetPods pods = new TargetPods(service(), daemon.dialer, told::add);
      pods.refresh();
      pods.lookUp("web-1");
      pods.stop();

      assertThat(told).isEmpty();
    }
  }
}
