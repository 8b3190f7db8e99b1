package dev.localport.daemon.kube;

import static dev.localport.daemon.kube.StubApi.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.KubeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whether the cluster's DNS has somebody to answer, on servers of all ages. */
class CoreServicesTest {
  private static final String SERVICES = "/api/v1/namespaces/kube-system/services";
  private static final String ENDPOINTS = "/api/v1/namespaces/kube-system/endpoints/kube-dns";
  private static final String SLICES =
      "/apis/discovery.k8s.io/v1/namespaces/kube-system/endpointslices";
  private static final String DNS = "{\"items\":[{\"metadata\":{\"name\":\"kube-dns\"}}]}";
  private static final String NOBODY = "kube-dns has no ready pod";

  @RegisterExtension private final StubApi api = new StubApi();

  private void slice(String endpoints) {
    api.on(SLICES, "{\"items\":[{\"metadata\":{},\"endpoints\":%s}]}".formatted(endpoints));
  }

  @Test
  void aClusterWithoutItsOwnDnsLacksNothing() throws KubeException {
    api.on(SERVICES, "{\"items\":[]}");

    assertThat(api.reads().unreadyServices(PATIENT)).isEmpty();
    assertThat(api.asked).containsExactly(SERVICES + "?labelSelector=k8s-app%3Dkube-dns&limit=10");
  }

  @Test
  void oneReadyEndpointIsEnough() throws KubeException {
    api.on(SERVICES, DNS);
    slice("[{\"conditions\":{\"ready\":false}},{\"conditions\":{\"ready\":true}}]");
    assertThat(api.reads().unreadyServices(PATIENT)).isEmpty();
    assertThat(api.asked).last().asString().contains("kubernetes.io%2Fservice-name%3Dkube-dns");

    slice("[{\"addresses\":[\"10.0.0.1\"]}]"); // what says nothing counts as ready
    assertThat(api.reads().unreadyServices(PATIENT)).isEmpty();
  }

  @Test
  void dnsWithoutAReadyEndpointIsNamed() throws KubeException {
    api.on(SERVICES, DNS);
    slice("[{\"conditions\":{\"ready\":false}}]");
    assertThat(api.reads().unreadyServices(PATIENT)).containsExactly(NOBODY);

    slice("null");
    assertThat(api.reads().unreadyServices(PATIENT)).containsExactly(NOBODY);
  }

  @Test
  void anOldServerIsAskedForEndpoints() throws KubeException {
    api.on(SERVICES, DNS);
    assertThat(api.reads().unreadyServices(PATIENT)).containsExactly(NOBODY);

    api.on(ENDPOINTS, "{\"subsets\":[{\"notReadyAddresses\":[{\"ip\":\"10.0.0.1\"}]}]}");
    assertThat(api.reads().unreadyServices(PATIENT)).containsExactly(NOBODY);

    api.on(ENDPOINTS, "{\"subsets\":[{\"addresses\":[{\"ip\":\"10.0.0.1\"}]}]}");
    assertThat(api.reads().unreadyServices(PATIENT)).isEmpty();
  }

  @Test
  void whoMayNotLookIsTold() {
    api.refuse(SERVICES, 403, "services is forbidden");

    assertThat(
            catchThrowableOfType(KubeException.class, () -> api.reads().unreadyServices(PATIENT))
                .failure()
                .kind())
        .isEqualTo(FailureKind.FORBIDDEN);
  }
}
