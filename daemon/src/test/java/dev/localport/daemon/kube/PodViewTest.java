package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which pods may be ready soon. */
class PodViewTest {
  @ParameterizedTest
  @CsvSource({
    "Pending, false, ContainerCreating, true",
    "Pending, false, , true",
    "Running, false, ContainersNotReady, true",
    "Running, true, CrashLoopBackOff, true", // the next one may take its place
    "Running, false, CrashLoopBackOff, false",
    "Pending, false, Init:CrashLoopBackOff, false",
    "Pending, false, ImagePullBackOff, false",
    "Pending, false, Unschedulable, false",
    "Succeeded, false, , false",
    "Failed, false, , false"
  })
  void aPodIsComingUnlessItsTroubleLasts(
      String phase, boolean deleting, String trouble, boolean coming) {
    PodView pod =
        new PodView("web-1", "u", phase, false, false, deleting, Instant.EPOCH, trouble, List.of());

    assertThat(pod.isComing()).isEqualTo(coming);
  }
}
