package dev.localport.daemon.kube;

import static dev.localport.daemon.kube.StubApi.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.localport.api.FailureKind;
import dev.localport.api.Resources;
import dev.localport.daemon.kube.client.KubeException;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What pods use, as an API server tells it. */
class PodUsageReadsTest {
  private static final String PODS = "/apis/metrics.k8s.io/v1beta1/namespaces/shop/pods";

  @RegisterExtension private final StubApi api = new StubApi();

  @Test
  void onlyThePodsThatAreWantedAreKept() throws KubeException {
    api.on(
        PODS,
        """
        {"kind":"PodMetricsList","items":[
          {"metadata":{"name":"web-1","namespace":"shop"},"timestamp":"2026-01-31T08:00:00Z",
           "window":"15s","containers":[
            {"name":"app","usage":{"cpu":"1563402n","memory":"20Mi"}},
            {"usage":{"memory":"1Ki"},"name":"side"}]},
          {"metadata":{"name":"other"},"containers":[{"name":"app","usage":{"cpu":"1"}}]},
          {"containers":[{"name":"app","usage":{"cpu":"2","memory":"1Gi"}}],
           "metadata":{"name":"web-2"}},
          {"metadata":{"name":"web-3"},"containers":null}]}
        """);

    assertThat(api.reads().podUsage("shop", Set.of("web-1", "web-2", "web-3", "new"), PATIENT))
        .isEqualTo(
            Map.of(
                "web-1",
                Map.of("app", new Resources(2L, 20L << 20), "side", new Resources(null, 1_024L)),
                "web-2",
                Map.of("app", new Resources(2_000L, 1L << 30)),
                "web-3",
                Map.of()));
  }

  @Test
  void aRefusalSaysWhetherItIsTheRightOrTheApiThatIsMissing() {
    api.refuse(PODS, 403, "pods.metrics.k8s.io is forbidden");
    assertThat(kind()).isEqualTo(FailureKind.FORBIDDEN);

    api.refuse(PODS, 404, "the server could not find the requested resource");
    assertThat(kind()).isEqualTo(FailureKind.TARGET_MISSING);

    api.refuse(PODS, 503, "the server is currently unable to handle the request");
    assertThat(kind()).isEqualTo(FailureKind.SESSION);
  }

  private FailureKind kind() {
    return catchThrowableOfType(
            KubeException.class, () -> api.reads().podUsage("shop", Set.of("web-1"), PATIENT))
        .failure()
        .kind();
  }
}
