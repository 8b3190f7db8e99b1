package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.config.PortMapping;
import dev.localport.daemon.kube.client.KubeException;
import io.fabric8.kubernetes.api.model.Endpoints;
import io.fabric8.kubernetes.api.model.EndpointsBuilder;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceBuilder;
import io.fabric8.kubernetes.api.model.ServicePortBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Selectors, ports of Services and what is read of pods.
 *
 * <p>Over 300 lines, since most of it is the objects that are read.
 */
class PortsAndPodsTest {
  private static PortMapping remote(String remote) {
    return new PortMapping(null, 0, remote);
  }

  private static Service service(ServicePortBuilder... ports) {
    ServiceBuilder service =
        new ServiceBuilder()
            .withNewMetadata()
            .withName("web")
            .endMetadata()
            .withNewSpec()
            .withSelector(Map.of("app", "web"))
            .endSpec();
    for (ServicePortBuilder port : ports) {
      service.editSpec().addToPorts(port.build()).endSpec();
    }
    return service.build();
  }

  private static ServicePortBuilder port(
      @Nullable String name, int number, @Nullable IntOrString target) {
    return new ServicePortBuilder().withName(name).withPort(number).withTargetPort(target);
  }

  private static List<TargetPort> translate(Service service, String remote) throws KubeException {
    return ServicePorts.translate(service, List.of(remote(remote)));
  }

  @Test
  void aServicesPortLeadsToItsTargetPort() throws KubeException {
    Service service =
        service(
            port("http", 80, new IntOrString(8080)),
            port("admin", 81, new IntOrString("admin-port")),
            port("text", 82, new IntOrString("8082")),
            port("same", 83, null),
            port("zero", 84, new IntOrString(0)),
            port("empty", 85, new IntOrString("")));

    assertThat(translate(service, "80")).containsExactly(new TargetPort.Numbered(8080));
    assertThat(translate(service, "http")).containsExactly(new TargetPort.Numbered(8080));
    assertThat(translate(service, "81")).containsExactly(new TargetPort.Named("admin-port"));
    assertThat(translate(service, "82")).containsExactly(new TargetPort.Numbered(8082));
    assertThat(translate(service, "83")).containsExactly(new TargetPort.Numbered(83));
    assertThat(translate(service, "84")).containsExactly(new TargetPort.Numbered(84));
    assertThat(translate(service, "85")).containsExactly(new TargetPort.Numbered(85));
  }

  @Test
  void aHeadlessServicesTargetPortIsFollowedToo() throws KubeException {
    Service headless = service(port("db", 5432, new IntOrString(6432)));
    headless.getSpec().setClusterIP("None");

    assertThat(translate(headless, "5432")).containsExactly(new TargetPort.Numbered(6432));
  }

  @Test
  void anUnknownPortIsToldWithThoseThereAre() {
    assertThatThrownBy(
            () -> translate(service(port("http", 80, null), port(null, 81, null)), "8080"))
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.TARGET_MISSING))
        .hasMessage("service/web has no port 8080; it has 80 (http), 81");
    assertThatThrownBy(() -> translate(service(), "80"))
        .hasMessage("service/web has no port 80; it has none");
  }

  @Test
  void udpIsRefusedUnlessTheNumberIsThereForTcpToo() throws KubeException {
    ServicePortBuilder udp = port("dns", 53, null).withProtocol("UDP");
    assertThatThrownBy(() -> translate(service(udp), "53"))
        .hasMessage("service/web port 53 is UDP; Kubernetes forwards TCP only");

    Service both = service(udp, port("dns-tcp", 53, new IntOrString(5353)).withProtocol("TCP"));
    assertThat(translate(both, "53")).containsExactly(new TargetPort.Numbered(5353));
    assertThatThrownBy(() -> translate(both, "dns"))
        .hasMessage("service/web port dns is UDP; Kubernetes forwards TCP only");
  }

  @Test
  void portsOfAPodAreTakenAsTheyAre() {
    assertThat(ServicePorts.direct(List.of(remote("80"), remote("http"))))
        .containsExactly(new TargetPort.Numbered(80), new TargetPort.Named("http"));
  }

  @Test
  void aServicesSelectorIsItsPods() throws KubeException {
    assertThat(ServicePorts.findSelector(service())).isEqualTo("app=web");
  }

  @Test
  void aServiceWithoutASelectorMayHaveAddressesOfPods() throws KubeException {
    Endpoints endpoints =
        new EndpointsBuilder()
            .addNewSubset()
            .addNewAddress()
            .withIp("10.0.0.1")
            .endAddress()
            .addNewAddress()
            .withIp("10.0.0.2")
            .withNewTargetRef()
            .withKind("Pod")
            .withName("web-2")
            .endTargetRef()
            .endAddress()
            .endSubset()
            .addNewSubset()
            .addNewNotReadyAddress()
            .withNewTargetRef()
            .withKind("Pod")
            .withName("web-3")
            .endTargetRef()
            .endNotReadyAddress()
            .endSubset()
            .build();

    assertThat(ServicePorts.podOf(service(), Addresses.of(endpoints), false)).isEqualTo("web-2");

    endpoints.getSubsets().removeFirst();
    assertThat(ServicePorts.podOf(service(), Addresses.of(endpoints), true)).isEqualTo("web-3");
    assertThatThrownBy(() -> ServicePorts.podOf(service(), Addresses.of(endpoints), false))
        .hasMessageContaining("none of its addresses is a pod's");
  }

  @Test
  void aServiceWithoutPodsSaysWhatToDo() throws KubeException {
    Service none = service();
    none.getSpec().setSelector(Map.of());
    assertThat(ServicePorts.findSelector(none)).isNull();
    none.getSpec().setSelector(null);
    assertThat(ServicePorts.findSelector(none)).isNull();
    assertThatThrownBy(() -> ServicePorts.podOf(none, List.of(), false))
        .hasMessage(
            "service/web selects no pods (it has no selector), and none of its addresses is a"
                + " pod's; name a pod or a deployment instead");

    Service external = service();
    external.getSpec().setType("ExternalName");
    external.getSpec().setExternalName("db.example");
    assertThatThrownBy(() -> ServicePorts.findSelector(external))
        .hasMessage(
            "service/web is an ExternalName for db.example and has no pods; connect there"
                + " directly");
  }

  @Test
  void selectorsAreWrittenAsTheApiReadsThem() {
    assertThat(
            Selectors.text(
                new LabelSelectorBuilder()
                    .addToMatchLabels("b", "2")
                    .addToMatchLabels("a", "1")
                    .addToMatchExpressions(
                        new LabelSelectorRequirement("tier", "In", List.of("x", "y")))
                    .addToMatchExpressions(
                        new LabelSelectorRequirement("env", "NotIn", List.of("prod")))
                    .addToMatchExpressions(new LabelSelectorRequirement("app", "Exists", List.of()))
                    .addToMatchExpressions(
                        new LabelSelectorRequirement("old", "DoesNotExist", List.of()))
                    .build()))
        .isEqualTo("a=1,b=2,tier in (x,y),env notin (prod),app,!old");
    assertThatThrownBy(() ->
            Selectors.text(
                new LabelSelectorBuilder()
                    .addToMatchExpressions(new LabelSelectorRequirement("a", "Near", List.of()))
                    .build()))
        .hasMessage("selector operator Near");
  }

  private static PodBuilder pod(String phase, String ready) {
    return new PodBuilder()
        .withNewMetadata()
        .withName("web-1")
        .withUid("u1")
        .withCreationTimestamp("2026-11-22T12:00:00Z")
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .addNewPort()
        .withName("http")
        .withContainerPort(8080)
        .endPort()
        .addNewPort()
        .withContainerPort(53)
        .withName("dns")
        .withProtocol("UDP")
        .endPort()
        .addNewPort()
        .withContainerPort(9090)
        .endPort()
        .endContainer()
        .endSpec()
        .withNewStatus()
        .withPhase(phase)
        .addNewCondition()
        .withType("Ready")
        .withStatus(ready)
        .withReason("True".equals(ready) ? null : "ContainersNotReady")
        .endCondition()
        .endStatus();
  }

  @Test
  void readsAPodThatServes() {
    PodView view = PodViews.of(pod("Running", "True").build());

    assertThat(view)
        .isEqualTo(
            new PodView(
                "web-1",
                "u1",
                "Running",
                true,
                false,
                false,
                Instant.parse("2026-11-22T12:00:00Z"),
                null,
                List.of(
                    new PodView.Port("http", 8080, "TCP"),
                    new PodView.Port("dns", 53, "UDP"),
                    new PodView.Port(null, 9090, "TCP"))));
    assertThat(view.serves(false)).isTrue();
  }

  @Test
  void aPodThatIsNotReadyServesOnlyWhoNamesIt() {
    PodView view = PodViews.of(pod("Running", "False").build());

    assertThat(view.trouble()).isEqualTo("ContainersNotReady");
    assertThat(view.serves(false)).isFalse();
    assertThat(view.serves(true)).isTrue();
    assertThat(PodViews.of(pod("Pending", "True").build()).serves(true)).isFalse();
  }

  @Test
  void aPodThatIsBeingDeletedServesNobody() {
    Pod pod = pod("Running", "True").build();
    pod.getMetadata().setDeletionTimestamp("2026-11-22T12:00:01Z");

    assertThat(PodViews.of(pod).serves(true)).isFalse();
  }

  @Test
  void aContainersTroubleGoesBeforeTheConditions() {
    Pod pod =
        pod("Running", "False")
            .editSpec()
            .addNewContainer()
            .withName("app")
            .endContainer()
            .endSpec()
            .editStatus()
            .addNewContainerStatus()
            .endContainerStatus()
            .addNewContainerStatus()
            .withName("app")
            .withNewState()
            .withNewWaiting()
            .withReason("CrashLoopBackOff")
            .endWaiting()
            .endState()
            .endContainerStatus()
            .endStatus()
            .build();

    assertThat(PodViews.of(pod).trouble()).isEqualTo("CrashLoopBackOff");
  }

  @Test
  void aPodWithoutSpecAndStatusIsUnknown() {
    Pod bare = new PodBuilder().withNewMetadata().withName("bare").endMetadata().build();

    assertThat(PodViews.of(bare))
        .isEqualTo(
            new PodView(
                "bare", "null", "Unknown", false, false, false, Instant.EPOCH, null, List.of()));
  }

  @Test
  void aNamedPortIsTheContainersOwn() throws KubeException {
    PodView view = PodViews.of(pod("Running", "True").build());

    assertThat(new TargetPort.Named("http").in(view)).isEqualTo(8080);
    assertThat(new TargetPort.Numbered(1234).in(view)).isEqualTo(1234);
    assertThatThrownBy(() -> new TargetPort.Named("dns").in(view))
        .hasMessage("port dns of pod web-1 is UDP; Kubernetes forwards TCP only");
    assertThatThrownBy(() -> new TargetPort.Named("admin").in(view))
        .hasMessage("pod web-1 has no port named admin; it has http (8080), dns (53), 9090");
    PodView bare =
        PodViews.of(new PodBuilder().withNewMetadata().withName("bare").endMetadata().build());
    assertThatThrownBy(() -> new TargetPort.Named("admin").in(bare))
        .hasMessage("pod bare has no port named admin; it has none");
  }
}
