package dev.localport.daemon.control;

import static dev.localport.daemon.control.ClusterSamples.NOW;
import static dev.localport.daemon.control.ClusterSamples.cluster;
import static dev.localport.daemon.control.ClusterSamples.event;
import static dev.localport.daemon.control.ClusterSamples.pod;
import static dev.localport.daemon.control.ClusterSamples.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ClusterState;
import dev.localport.api.Explanation;
import dev.localport.api.PodInfo;
import dev.localport.api.PodInfoBuilder;
import dev.localport.api.ServiceStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What an explanation is made of. */
class ExplainMethodTest {
  private final FakeClusters clusters = new FakeClusters();
  private final List<ServiceStatus> services = new ArrayList<>();
  private final ExplainMethod method =
      new ExplainMethod(
          clusters.answers(), () -> services, _ -> null, _ -> null, InstantSource.fixed(NOW));

  private Explanation explain(String name) throws InterruptedException {
    JsonObject params = JsonObject.builder().put("name", name).build();
    return Explanation.from(method.call(params, new DeafCaller()));
  }

  @Test
  void aServiceThatDoesNotWorkHasItsClusterAskedFirst() throws InterruptedException {
    services.add(service("web", "suspended", "dev", "shop"));
    clusters.with(cluster("dev", 1));
    clusters.onRefresh =
        context -> {
          clusters.pods.add(pod(context, "shop", "web-1"));
          services.set(0, service("web", "reconnecting", "dev", "shop"));
        };

    Explanation explanation = explain("web");

    assertThat(clusters.asked).containsExactly("dev");
    assertThat(explanation.headline()).isEqualTo("web is reconnecting.");
    assertThat(explanation.findings().getFirst().what())
        .isEqualTo("Container app of pod web-1 runs out of memory and is killed.");
  }

  @Test
  void oneThatWorksOrWhoseClusterIsAwayIsExplainedAtOnce() throws InterruptedException {
    services.add(service("up", "connected", "dev", "shop"));
    services.add(service("off", "stopped", "dev", "shop"));
    services.add(service("away", "suspended", "gone", "shop"));
    services.add(service("nowhere", "suspended", "unwatched", null));
    services.add(service("new", "connecting", null, null));
    clusters.with(cluster("dev", 1)).with(cluster("gone", ClusterState.OFFLINE, 0, null));

    for (ServiceStatus service : services) {
      assertThat(explain(service.name()).service()).isEqualTo(service.name());
    }

    assertThat(clusters.asked).isEmpty();
  }

  @Test
  void onlyPodsAndRecentEventsOfTheServiceCount() throws InterruptedException {
    services.add(service("api", "suspended", "dev", "shop"));
    clusters.with(cluster("dev", 1));
    clusters.pods.add(pod("dev", "shop", "web-1"));
    clusters.events.put("dev", List.of(event("Warning", "BackOff", "shop", "pod/web-1", 4_000)));

    assertThat(explain("api").findings())
        .extracting(Explanation.Finding::what)
        .containsExactly("No pod behind service/api is ready.");
  }

  @Test
  void aServiceScaledToZeroSaysSoAndNotToWaitForTheNextPod() throws InterruptedException {
    services.add(service("web", "suspended", "dev", "shop"));
    clusters.with(cluster("dev", 1));
    PodInfo last = PodInfoBuilder.builder(pod("dev", "shop", "web-1")).deleting(true).build();
    clusters.pods.add(last);
    clusters.scaledToZero = List.of("deployment/web");

    assertThat(explain("web").findings())
        .extracting(Explanation.Finding::what)
        .containsExactly("deployment/web is scaled to zero.");
  }

  @Test
  void aNameThatNobodyHasIsRefused() {
    assertThatThrownBy(() -> explain("nosuch"))
        .isInstanceOf(RpcException.class)
        .hasMessage("no service \"nosuch\"; see: localport status");
  }
}
