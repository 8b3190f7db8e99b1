package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.config.PortMapping;
import dev.localport.config.TargetConfig;
import dev.localport.config.TargetKind;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.testing.Await;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Which pods are behind a target: by owner references, EndpointSlices and Endpoints. */
class TargetPodsOfTest {
  private static final String SHOP = "/namespaces/shop/";
  private static final String SLICES = "/apis/discovery.k8s.io/v1" + SHOP + "endpointslices";

  @RegisterExtension private final StubApi api = new StubApi();

  private static TargetConfig target(TargetKind kind) {
    return new TargetConfig(kind, "web", "shop", null, null);
  }

  private ResolvedTarget resolve(TargetKind kind) throws KubeException {
    return api.context().targets().resolve(target(kind), List.of(new PortMapping(null, 0, "80")));
  }

  private List<String> names(ResolvedTarget target) throws KubeException {
    return api.context().targets().pods(target).stream().map(PodView::name).sorted().toList();
  }

  private static String pod(String name, String hash, String ownerKind, String owner) {
    return """
    {"metadata":{"name":"%s","uid":"%1$s","labels":{"app":"web","pod-template-hash":"%s"},
     "ownerReferences":[{"kind":"%s","name":"%s","uid":"u-%4$s","controller":true}]}}
    """
        .formatted(name, hash, ownerKind, owner);
  }

  private void pods(String... all) {
    String list =
        "{\"kind\":\"PodList\",\"metadata\":{\"resourceVersion\":\"7\"},\"items\":[%s]}"
            .formatted(String.join(",", all));
    api.on("/api/v1" + SHOP + "pods", StubApi.saying(200, list));
  }

  private void workload(String plural) {
    api.on(
        "/apis/apps/v1" + SHOP + plural + "/web",
        StubApi.saying(
            200,
            """
            {"metadata":{"name":"web","namespace":"shop","uid":"d1"},
             "spec":{"selector":{"matchLabels":{"app":"web"}}}}
            """));
  }

  @Test
  void aDeploymentHasThePodsOfItsReplicaSetsWhereSelectorsOverlap() throws KubeException {
    workload("deployments");
    pods(
        pod("own", "1", "ReplicaSet", "web-1"),
        pod("own-next", "2", "ReplicaSet", "web-2"),
        pod("adopted", "3", "ReplicaSet", "made-by-hand"),
        pod("of-another", "1", "ReplicaSet", "web-canary-1"),
        pod("of-a-set", "1", "StatefulSet", "web-1"));
    api.on(
        "/apis/apps/v1" + SHOP + "replicasets",
        StubApi.saying(
            200,
            """
            {"kind":"ReplicaSetList","items":[
             {"metadata":{"name":"made-by-hand",
              "ownerReferences":[{"kind":"Deployment","name":"web","uid":"d1","controller":true}]}},
             {"metadata":{"name":"web-canary-1",
              "ownerReferences":[{"kind":"Deployment","name":"web-canary","uid":"d2","controller":true}]}}]}
            """));

    assertThat(names(resolve(TargetKind.DEPLOYMENT))).containsExactly("adopted", "own", "own-next");
  }

  @Test
  void whoMayNotListReplicaSetsGoesByTheirNames() throws KubeException {
    workload("deployments");
    pods(
        pod("own", "1", "ReplicaSet", "web-1"),
        pod("of-another", "1", "ReplicaSet", "web-canary-1"));
    api.on("/apis/apps/v1" + SHOP + "replicasets", StubApi.saying(403, "{}"));

    ResolvedTarget target = resolve(TargetKind.DEPLOYMENT);

    assertThat(names(target)).containsExactly("own");
    try (PodWatch watch = api.context().targets().watch(target, PodListener.NONE)) {
      Await.until("pods", () -> !watch.pods().isEmpty());
      assertThat(watch.pods()).hasSize(1);
    }
  }

  @Test
  void aStatefulSetHasThePodsThatItMade() throws KubeException {
    workload("statefulsets");
    pods(pod("web-0", "1", "StatefulSet", "web"), pod("of-another", "1", "ReplicaSet", "web"));

    assertThat(names(resolve(TargetKind.STATEFUL_SET))).containsExactly("web-0");
  }

  private void serviceWithoutSelector() {
    api.on(
        "/api/v1" + SHOP + "services/web",
        StubApi.saying(
            200,
            """
            {"metadata":{"name":"web","namespace":"shop"},"spec":{"ports":[{"port":80}]}}
            """));
  }

  @Test
  void aServiceWithOnlyAnEndpointSliceLeadsToItsPod() throws KubeException {
    serviceWithoutSelector();
    api.on(
        SLICES,
        StubApi.saying(
            200,
            """
            {"kind":"EndpointSliceList","items":[{"metadata":{"name":"web-x"},"endpoints":[
             {"addresses":["10.0.0.9"],"conditions":{"ready":true}},
             {"addresses":["10.0.0.8"],"conditions":{"ready":false},
              "targetRef":{"kind":"Pod","name":"late"}},
             {"addresses":["10.0.0.7"],"targetRef":{"kind":"Pod","name":"ready"}}]}]}
            """));

    assertThat(resolve(TargetKind.SERVICE).podName()).isEqualTo("ready");
    assertThat(api.asked).noneMatch(uri -> uri.contains("/endpoints/"));
  }

  @Test
  void whereThereAreNoSlicesOrTheyAreForbiddenEndpointsAreRead() throws KubeException {
    serviceWithoutSelector();
    api.on(
        "/api/v1" + SHOP + "endpoints/web",
        StubApi.saying(
            200,
            """
            {"metadata":{"name":"web"},"subsets":[{"addresses":[
             {"ip":"10.0.0.7","targetRef":{"kind":"Pod","name":"old"}}]}]}
            """));

    for (int code : List.of(404, 403)) {
      api.refuse(SLICES, code, "no slices");
      assertThat(resolve(TargetKind.SERVICE).podName()).isEqualTo("old");
    }
    api.on(SLICES, StubApi.saying(200, "{\"kind\":\"EndpointSliceList\",\"items\":[]}"));
    assertThat(resolve(TargetKind.SERVICE).podName()).isEqualTo("old");
  }

  private static String scaled(String name, String label, int replicas) {
    return """
    {"metadata":{"name":"%s"},"spec":{"template":{"metadata":{"labels":{"app":"%s","x":"y"}}},
     "replicas":%d}}
    """
        .formatted(name, label, replicas);
  }

  private List<String> scaledToZero(String target) throws KubeException {
    return api.reads().scaledToZero("shop", target, StubApi.PATIENT);
  }

  @Test
  void workloadsBehindAServiceAreReadForTheirReplicas() throws KubeException {
    api.on(
        "/api/v1" + SHOP + "services/web",
        StubApi.saying(200, "{\"spec\":{\"selector\":{\"app\":\"web\"}}}"));
    String list = "{\"items\":[%s]}";
    api.on(
        "/apis/apps/v1" + SHOP + "deployments",
        StubApi.saying(
            200,
            list.formatted(
                String.join(
                    ",",
                    scaled("web", "web", 0),
                    scaled("busy", "web", 2),
                    scaled("other", "other", 0)))));
    api.on(
        "/apis/apps/v1" + SHOP + "statefulsets",
        StubApi.saying(200, list.formatted(scaled("store", "web", 0))));
    api.on(
        "/apis/apps/v1" + SHOP + "deployments/web", StubApi.saying(200, scaled("web", "web", 0)));

    assertThat(scaledToZero("service/web")).containsExactly("deployment/web", "statefulset/store");
    assertThat(scaledToZero("deployment/web")).containsExactly("deployment/web");
    assertThat(scaledToZero("pod/web")).isEmpty();
  }

  @Test
  void aForbiddenAnswerWithoutAReasonNamesThePermission() throws KubeException {
    api.on(
        "/api/v1" + SHOP + "services/web",
        StubApi.saying(403, "{\"kind\":\"Status\",\"status\":\"Failure\"}"));
    api.on(
        "/api/v1" + SHOP + "pods",
        StubApi.saying(403, "{\"kind\":\"Status\",\"status\":\"Failure\"}"));

    assertThatThrownBy(() -> resolve(TargetKind.SERVICE))
        .hasMessageEndingWith("; missing permission: get services in namespace shop");
    ResolvedTarget target =
        new ResolvedTarget("service/web", "shop", null, "app=web", false, List.of());
    assertThatThrownBy(() -> names(target))
        .hasMessageEndingWith("; missing permission: list pods in namespace shop");
  }
}
