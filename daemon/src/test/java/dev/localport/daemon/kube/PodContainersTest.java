package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ContainerInfo;
import dev.localport.api.PodInfo;
import dev.localport.daemon.kube.client.KubeException;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodReadinessGate;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Init containers and sidecars count wherever containers do, as kubectl counts them. */
class PodContainersTest {
  private static final String RUNNING = "state: {running: {}}, ready: true, started: true";
  private static final String DONE =
      "state: {terminated: {exitCode: 0, reason: Completed}}, ready: true";

  /** A pod with an init container, a sidecar and a container. */
  private static Pod pod(String initialized, String init, String proxy, String app) {
    return Serialization.unmarshal(
        """
        metadata: {name: web-1, uid: u1, namespace: shop}
        spec:
          initContainers:
            - {name: wait, image: i}
            - {name: proxy, image: i, restartPolicy: Always, ports: [{name: admin, containerPort: 15000}]}
          containers: [{name: app, image: i, ports: [{name: http, containerPort: 8080}]}]
        status:
          phase: Running
          conditions: [{type: Initialized, status: "%s"}, {type: Ready, status: "False"}]
          initContainerStatuses: [{name: wait, %s}, {name: proxy, %s}]
          containerStatuses: [{name: app, %s}]
        """
            .formatted(initialized, init, proxy, app),
        Pod.class);
  }

  private static String waiting(String reason) {
    return "state: {waiting: {reason: %s}}, ready: false, restartCount: 3".formatted(reason);
  }

  private static PodInfo info(Pod pod) {
    return PodInfos.of("dev", pod);
  }

  @Test
  void aNamedPortOfASidecarIsFound() throws KubeException {
    PodView view = PodViews.of(pod("True", DONE, RUNNING, RUNNING));

    assertThat(new TargetPort.Named("admin").in(view)).isEqualTo(15_000);
    assertThat(new TargetPort.Named("http").in(view)).isEqualTo(8_080);
  }

  @Test
  void aSidecarCountsAsReadyAndItsRestartsCount() {
    PodInfo pod =
        info(pod("True", DONE + ", restartCount: 7", RUNNING + ", restartCount: 1", RUNNING));

    assertThat(pod.running()).extracting(ContainerInfo::name).containsExactly("proxy", "app");
    assertThat(pod.running()).allMatch(ContainerInfo::ready);
    assertThat(pod.restarts()).as("of an init container that has ended none count").isEqualTo(1);
    assertThat(pod.containers())
        .extracting(ContainerInfo::kind)
        .containsExactly("init", "sidecar", "container");
  }

  @Test
  void theTroubleOfAnInitContainerIsThatOfItsPod() {
    for (String reason : List.of("CrashLoopBackOff", "ErrImagePull", "ImagePullBackOff")) {
      PodInfo pod =
          info(
              pod(
                  "False",
                  waiting(reason),
                  waiting("PodInitializing"),
                  waiting("PodInitializing")));

      assertThat(pod.trouble()).isEqualTo("Init:" + reason);
      assertThat(pod.restarts()).isGreaterThanOrEqualTo(3);
    }
    String failed = "state: {terminated: {exitCode: 3, reason: Error}}, ready: false";
    assertThat(info(pod("False", failed, waiting("PodInitializing"), "ready: false")).trouble())
        .isEqualTo("Init:Error");
  }

  @Test
  void anInitContainerThatRunsIsCounted() {
    Pod pod = pod("False", "state: {running: {}}", "ready: false", waiting("PodInitializing"));

    assertThat(info(pod).trouble()).isEqualTo("Init:0/2");
  }

  @Test
  void aSidecarThatCrashesIsTheTroubleOfItsPod() {
    String crashing = waiting("CrashLoopBackOff") + ", started: false";

    assertThat(info(pod("True", DONE, crashing, RUNNING)).trouble()).isEqualTo("CrashLoopBackOff");
    assertThat(info(pod("False", DONE, crashing, waiting("PodInitializing"))).trouble())
        .isEqualTo("Init:CrashLoopBackOff");
  }

  @Test
  void aPodWhoseContainersAreReadyIsALastResortAndNoOther() {
    assertThat(PodViews.of(pod("True", DONE, RUNNING, RUNNING)).isLastResort()).isTrue();
    assertThat(
            PodViews.of(pod("True", DONE, RUNNING, "state: {running: {}}, ready: false"))
                .isLastResort())
        .isFalse();
    assertThat(PodViews.of(pod("True", DONE, waiting("CrashLoopBackOff"), RUNNING)).isLastResort())
        .isFalse();
    Pod gated = pod("True", DONE, RUNNING, RUNNING);
    gated.getSpec().setReadinessGates(List.of(new PodReadinessGate("lb")));
    assertThat(PodViews.of(gated).isLastResort()).isFalse();
    Pod leaving = pod("True", DONE, RUNNING, RUNNING);
    leaving.getMetadata().setDeletionTimestamp("2026-11-22T12:00:01Z");
    assertThat(PodViews.of(leaving).isLastResort()).isFalse();
  }

  @Test
  void aPodHasEndedWithItsSidecars() {
    Pod pod = pod("True", DONE, RUNNING, DONE);
    assertThat(PodViews.hasEnded(pod)).isFalse();

    assertThat(PodViews.hasEnded(pod("True", DONE, DONE, DONE))).isTrue();
  }
}
