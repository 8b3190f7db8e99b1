package dev.localport.daemon.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterEvent;
import dev.localport.api.Failure;
import dev.localport.api.PodInfo;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.kube.KubeCluster;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which services an event touches. */
class EventCorrelationTest {
  /** A service for a deployment, whose pod runs on a node. */
  private record Web(String resource, List<PodInfo> pods) implements ClusterSubscriber {
    @Override
    public String service() {
      return "web";
    }

    @Override
    public String namespace() {
      return "shop";
    }

    @Override
    public int priority() {
      return 0;
    }

    @Override
    public long turn() {
      return 0;
    }

    @Override
    public ClusterHealthConfig config() {
      return ClusterHealthConfig.DEFAULT;
    }

    @Override
    public KubeCluster context() {
      return new FakeSubscriber.Context("dev", "https://one");
    }

    @Override
    public boolean hasSession() {
      return false;
    }

    @Override
    public void onAway(Failure why) {}

    @Override
    public void onBack() {}

    @Override
    public void onAnswers() {}

    @Override
    public void onEvent(EventSign sign) {}

    @Override
    public void onTrouble() {}
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "deployment/web, pod/web-1, shop, true",
        "deployment/web, pod/web-1, other, false",
        "deployment/web, pod/web-2, shop, false",
        "deployment/web, deployment/web, shop, true",
        "deployment/web, deployment/web, other, false",
        "deployment/web, replicaset/web-686ff9b5b8, shop, true",
        "deployment/web, replicaset/web-686ff9b5b8, other, false",
        "deployment/web, replicaset/web-admin-686ff9b5b8, shop, false",
        "service/web, replicaset/web-686ff9b5b8, shop, false",
        "deployment/web, node/node-1, none, true",
        "deployment/web, node/node-2, none, false",
        "pod/web-0, pod/web-0, shop, true",
      })
  void anEventTouchesTheServiceWhosePodNodeOrTargetItIsAbout(
      String target, String object, @Nullable String namespace, boolean touches) {
    List<ClusterSubscriber> services =
        List.of(new Web(target, List.of(FakeSubscriber.pod("web-1", "node-1"))));
    ClusterEvent event = EventSignTest.event("Warning", "Failed", object, namespace);

    assertThat(EventCorrelation.event(event, services).services())
        .isEqualTo(touches ? List.of("web") : List.of());
    assertThat(EventCorrelation.concernsAny(event, services)).isEqualTo(touches);
  }
}
