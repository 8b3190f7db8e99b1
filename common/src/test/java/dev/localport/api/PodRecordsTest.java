package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What of a pod's containers counts, as kubectl counts. */
class PodRecordsTest {
  private static ContainerInfo container(
      String name, String kind, String state, @Nullable String reason) {
    return new ContainerInfo(name, kind, true, 2, state, reason, null, null, null, null, null);
  }

  private static final ContainerInfo WEB =
      container("web", ContainerInfo.CONTAINER, "running", null);
  private static final ContainerInfo PROXY =
      container("proxy", ContainerInfo.SIDECAR, "running", null);
  private static final ContainerInfo DONE =
      container("migrate", ContainerInfo.INIT, "terminated", "Completed");

  private static PodInfo pod(ContainerInfo... containers) {
    return PodInfoBuilder.builder()
        .context("dev")
        .namespace("shop")
        .name("web-1")
        .phase("Running")
        .containers(List.of(containers))
        .build();
  }

  @Test
  void restartsOfInitContainersCountUntilAllHaveEnded() {
    assertThat(pod(WEB, PROXY, DONE).restarts()).isEqualTo(4);
    for (ContainerInfo working :
        List.of(
            container("migrate", ContainerInfo.INIT, "running", null),
            container("migrate", ContainerInfo.INIT, "terminated", "Error"))) {
      assertThat(working.isInitializing()).isTrue();
      assertThat(pod(WEB, PROXY, working).restarts()).isEqualTo(6);
    }
    assertThat(DONE.isInitializing()).isFalse();
    assertThat(WEB.isInitializing()).isFalse();
  }

  @Test
  void sidecarsRunAsLongAsThePod() {
    assertThat(pod(WEB, PROXY, DONE).running()).containsExactly(WEB, PROXY);
  }

  @Test
  void whatIsNotSaidOfOneContainerIsNotKnownOfBoth() {
    Resources full = new Resources(100L, 1_000L);

    assertThat(full.plus(full)).isEqualTo(new Resources(200L, 2_000L));
    assertThat(full.plus(new Resources(null, 1L))).isEqualTo(new Resources(null, 1_001L));
    assertThat(new Resources(1L, null).plus(full)).isEqualTo(new Resources(101L, null));
  }
}
