package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.daemon.kube.LogPod.LogContainer;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The runs of a container, as the kubelet reports them. */
class LogPodTest {
  private static LogPod pod(String status) {
    return LogPod.of(
        Serialization.unmarshal(
            """
            metadata: {name: web-1, uid: u1, namespace: shop, creationTimestamp: "2026-11-30T12:00:00Z"}
            spec: {containers: [{name: app, image: i}]}
            status: {phase: Running, containerStatuses: [{name: app, %s}]}
            """
                .formatted(status),
            Pod.class));
  }

  @Test
  void ofARunningContainerTheLastRunIsThePreviousOne() {
    LogPod pod =
        pod(
            "containerID: c2, restartCount: 1, state: {running: {}},"
                + " lastState: {terminated: {containerID: c1, exitCode: 1}}");

    LogContainer app = new LogContainer("app", "c2", "c1", 1, true, "has not started yet");
    assertThat(pod)
        .isEqualTo(
            new LogPod(
                "web-1",
                "u1",
                Instant.parse("2026-11-30T12:00:00Z"),
                false,
                false,
                "app",
                List.of(app)));
    assertThat(app.previous()).isEqualTo("c1");
  }

  @Test
  void ofAContainerInBackoffTheRunThatEndedIsTheLastOne() {
    LogContainer app =
        pod("containerID: c2, restartCount: 1, state: {waiting: {reason: CrashLoopBackOff}},"
                + " lastState: {terminated: {containerID: c2, exitCode: 1}}")
            .containers()
            .getFirst();

    assertThat(app)
        .isEqualTo(
            new LogContainer("app", "c2", "c2", 1, false, "is not running (CrashLoopBackOff)"));
    assertThat(app.previous()).isNull();
  }

  @Test
  void ofAContainerThatHasNotStartedThereIsNoRun() {
    assertThat(pod("restartCount: 0, state: {waiting: {}}").containers())
        .containsExactly(new LogContainer("app", null, null, 0, false, "has not started yet"));
  }
}
