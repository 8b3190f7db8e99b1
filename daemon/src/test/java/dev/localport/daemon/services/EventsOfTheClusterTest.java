package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ServiceStatus;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a forward does on an event that touches it: it is looked at again at once. */
class EventsOfTheClusterTest {
  /** Nothing but an event leads to another attempt while a test waits. */
  private static final String GIVES_UP_FOR_AN_HOUR =
      """
          reconnect: {initial_delay: 100ms, max_delay: 100ms, jitter: 0, max_attempts: 0}
          breaker: {failures: 1, open_for: 1h}
      """;

  @TempDir private Path folder;
  @AutoClose private SimulatorFixture fixture;

  @BeforeEach
  void open() throws IOException, GeneralSecurityException {
    fixture = SimulatorFixture.watched(folder);
  }

  private void happens(String about, String name, String type, String reason)
      throws IOException, InterruptedException {
    fixture.cluster.control(
        "event?about=%s&namespace=demo&name=%s&type=%s&reason=%s"
            .formatted(about, name, type, reason));
  }

  private List<String> reasons() {
    return fixture.daemon.clusters.events("demo", Instant.EPOCH).stream()
        .filter(event -> !event.services().isEmpty())
        .map(ClusterEvent::reason)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"node, NodeReady", "pod, Started"})
  void whatFailedIsTriedAtOnceWhenItsNodeIsReadyOrItsContainerRuns(String about, String reason)
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.cluster.awaitPod("app=moods");
    String name = about.equals("pod") ? pod : "node-1";
    fixture.connect("deployment/moods", "echo", GIVES_UP_FOR_AN_HOUR);
    fixture.cluster.control("kubelet-stopped?name=node-1&on=true");
    fixture.awaitSuspended("circuit_open");
    fixture.cluster.control("kubelet-stopped?name=node-1&on=false");
    happens("pod", pod, "Warning", "Marker");
    Await.until("events are followed", () -> reasons().contains("Marker"));
    assertThat(fixture.status().reason())
        .as("nothing tells that it works")
        .isEqualTo("circuit_open");

    happens(about, name, "Normal", reason);

    ServiceStatus web = fixture.await("connected");
    assertThat(web.reconnects()).isPositive();
    fixture.daemon.assertServes("web");
  }

  @Test
  void whatHappensIsKnownWithoutAskingForIt()
      throws IOException, InterruptedException, LoadException {
    String pod = fixture.connect("deployment/moods", "echo", "").pods().getFirst();
    Await.until(
        "events are followed",
        () -> {
          happens("pod", pod, "Warning", "ErrImagePull");
          return reasons().contains("ErrImagePull");
        });

    fixture.cluster.control("node-lost?name=node-1&on=true");

    Await.until("the node's event is known", () -> reasons().contains("NodeNotReady"));
    Await.until(
        "the node is known not to be ready",
        () ->
            fixture.daemon.clusters().getFirst().nodeList().stream()
                .anyMatch(node -> node.name().equals("node-1") && !node.ready()));
  }
}
