package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What the rest of the daemon relies on when it asks how clusters are. Holds for the monitors, and
 * for the clusters that tests make up.
 */
public abstract class ClusterHealthContract {
  private static final String DEV = "dev";
  private static final String PROD = "prod";

  /** Returns what is tested. */
  protected abstract ClusterHealthProvider clusters();

  /** Returns the time that events of the test count from. */
  protected abstract Instant now();

  /** Starts a service of a context whose API server answers; returns once that is known. */
  protected abstract void start(String context, String service, PodInfo... pods);

  /** Stops the services of a context. */
  protected abstract void stop(String context);

  /** Has the API server of a context not answer; returns once that is known. */
  protected abstract void goAway(String context);

  /** Has the API server of a context reject the credentials; returns once that is known. */
  protected abstract void reject(String context);

  /** Has events happen in a cluster, in this order; returns once they are known. */
  protected abstract void happen(String context, List<ClusterEvent> events);

  private static PodInfo pod(String context, String namespace, String name) {
    return PodInfoBuilder.builder()
        .context(context)
        .namespace(namespace)
        .name(name)
        .phase("Running")
        .ready(true)
        .build();
  }

  private ClusterEvent event(String type, String object, int secondsAgo) {
    return FakeReads.event(type, object, "shop", now().minusSeconds(secondsAgo));
  }

  private List<String> pods(String context, String namespace, String resource) {
    return clusters().podStatus(context, namespace, resource).stream().map(PodInfo::name).toList();
  }

  private List<String> objects(String context, int secondsAgo) {
    return clusters().events(context, now().minusSeconds(secondsAgo)).stream()
        .map(ClusterEvent::object)
        .toList();
  }

  private ClusterState state(String context) {
    return clusters().clusterInfo(context).map(ClusterStatus::state).orElseThrow();
  }

  private void assertNothingIsKnown() {
    assertThat(clusters().isHealthy(DEV)).isTrue();
    assertThat(clusters().clusterInfo(DEV)).isEmpty();
    assertThat(clusters().lastCheck(DEV)).isEmpty();
    assertThat(clusters().events(DEV, Instant.EPOCH)).isEmpty();
    assertThat(clusters().podStatus(DEV, "shop", "")).isEmpty();
  }

  @Test
  public void aContextThatNobodyUsesCountsAsHealthyAndNothingIsKnownOfIt() {
    assertNothingIsKnown();

    start(DEV, "web", pod(DEV, "shop", "web-1"));
    happen(DEV, List.of(event("Warning", "pod/web-1", 10)));
    goAway(DEV);
    stop(DEV);

    assertNothingIsKnown();
  }

  @Test
  public void aClusterThatAnswersIsHealthyAndWasAsked() {
    start(DEV, "web");

    assertThat(clusters().isHealthy(DEV)).isTrue();
    assertThat(state(DEV)).isEqualTo(ClusterState.CONNECTED);
    assertThat(clusters().lastCheck(DEV))
        .isPresent()
        .isEqualTo(clusters().clusterInfo(DEV).map(ClusterStatus::lastCheck));
  }

  @Test
  public void aClusterThatIsAwayIsNotHealthyAndItsPodsMayHaveChanged() {
    start(DEV, "web", pod(DEV, "shop", "web-1"));
    start(PROD, "db");
    assertThat(clusters().podStatus(DEV, "shop", "")).noneMatch(PodInfo::stale);

    goAway(DEV);

    assertThat(clusters().isHealthy(DEV)).isFalse();
    assertThat(state(DEV)).isEqualTo(ClusterState.OFFLINE);
    assertThat(clusters().podStatus(DEV, "shop", "")).hasSize(1).allMatch(PodInfo::stale);
    assertThat(clusters().isHealthy(PROD)).isTrue();
  }

  @Test
  public void aClusterThatRejectsTheCredentialsIsWorthAsking() {
    start(DEV, "web");

    reject(DEV);

    assertThat(state(DEV)).isEqualTo(ClusterState.ERROR);
    assertThat(clusters().isHealthy(DEV)).isTrue();
  }

  @Test
  public void eventsAreThoseSinceThenWarningsFirstAndTheNewestFirst() {
    start(DEV, "web");
    start(PROD, "db");
    happen(
        DEV,
        List.of(
            event("Normal", "pod/a", 20),
            event("Warning", "pod/b", 60),
            event("Normal", "pod/c", 10),
            event("Warning", "pod/d", 30)));

    assertThat(objects(DEV, 60)).containsExactly("pod/d", "pod/b", "pod/c", "pod/a");
    assertThat(objects(DEV, 59)).containsExactly("pod/d", "pod/c", "pod/a");
    assertThat(objects(PROD, 60)).isEmpty();
  }

  @Test
  public void podsAreThoseOfOneContextNamespaceAndTarget() {
    start(DEV, "web", pod(DEV, "shop", "web-1"), pod(DEV, "other", "web-2"));
    start(DEV, "db", pod(DEV, "shop", "db-0"));
    start(PROD, "web", pod(PROD, "shop", "web-3"));

    assertThat(pods(DEV, "shop", "")).containsExactlyInAnyOrder("web-1", "db-0");
    assertThat(pods(DEV, "shop", "service/web")).containsExactly("web-1");
    assertThat(pods(DEV, "other", "service/web")).containsExactly("web-2");
    assertThat(pods(DEV, "shop", "service/nosuch")).isEmpty();
    assertThat(pods(PROD, "shop", "")).containsExactly("web-3");
  }
}
