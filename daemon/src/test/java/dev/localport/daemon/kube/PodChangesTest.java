package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.PodChange;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What changed in a pod is read from its own status. */
class PodChangesTest {
  private static PodChange change(
      String at, String what, @Nullable String container, @Nullable String detail) {
    return new PodChange(Instant.parse("2026-01-31T" + at + "Z"), what, container, detail);
  }

  @Test
  void theNewestChangeOfEachKindIsToldTheNewestFirst() {
    Pod pod =
        Serialization.unmarshal(
            """
            metadata:
              name: web-1
              creationTimestamp: "2026-01-31T07:00:00Z"
              deletionTimestamp: "2026-01-31T08:00:30Z"
              deletionGracePeriodSeconds: 30
            status:
              conditions:
                - {type: PodScheduled, status: "True", lastTransitionTime: "2026-01-31T07:00:01Z"}
                - {type: Initialized, status: "True", lastTransitionTime: "2026-01-31T07:00:05Z"}
                - {type: ContainersReady, status: "False", lastTransitionTime: "2026-01-31T07:40:00Z"}
                - {type: Ready, status: "False", reason: ContainersNotReady, lastTransitionTime: "2026-01-31T07:40:00Z"}
              initContainerStatuses:
                - {name: wait, state: {terminated: {exitCode: 0, reason: Completed, finishedAt: "2026-01-31T07:00:04Z"}}}
              containerStatuses:
                - name: app
                  state: {running: {startedAt: "2026-01-31T07:41:00Z"}}
                  lastState: {terminated: {exitCode: 137, reason: OOMKilled, finishedAt: "2026-01-31T07:39:59Z"}}
            """,
            Pod.class);

    assertThat(PodChanges.of(pod))
        .containsExactly(
            change("08:00:00", "deleted", null, null),
            change("07:41:00", "started", "app", null),
            change("07:40:00", "not_ready", null, "ContainersNotReady"),
            change("07:39:59", "ended", "app", "OOMKilled (137)"),
            change("07:00:05", "initialized", null, null),
            change("07:00:04", "ended", "wait", "Completed (0)"),
            change("07:00:01", "scheduled", null, null),
            change("07:00:00", "created", null, null));
  }

  @Test
  void whatTheServerLeavesOutOrWritesWronglyIsNoChange() {
    Pod pod =
        Serialization.unmarshal(
            """
            metadata: {name: web-1, creationTimestamp: "yesterday"}
            status:
              conditions: [{type: Ready, status: "True"}, {type: PodScheduled, status: "False"}]
              containerStatuses: [{name: app, state: {terminated: {}}}, {name: other}]
            """,
            Pod.class);
    Pod bare = Serialization.unmarshal("metadata: {name: web-1}", Pod.class);

    assertThat(PodChanges.of(pod)).isEmpty();
    assertThat(PodChanges.of(bare)).isEmpty();
  }
}
