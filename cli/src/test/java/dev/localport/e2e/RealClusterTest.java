package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;

class RealClusterTest {
  private static final Map<String, String> OPTIONAL = Map.of();
  private static final Map<String, String> REQUIRED = Map.of("LOCALPORT_E2E_REQUIRED", "true");
  private static final ClusterSource NO_FAULTS = new ClusterSource.Running(Path.of("k"), null);

  @Test
  void theVariablesWinOverDocker() {
    Map<String, String> variables =
        Map.of("LOCALPORT_E2E_KUBECONFIG", "k", "LOCALPORT_E2E_CLUSTER", "c");

    assertThat(ClusterSource.of(variables, () -> true))
        .isEqualTo(new ClusterSource.Running(Path.of("k"), Path.of("c")));
    assertThat(ClusterSource.of(OPTIONAL, () -> true)).isEqualTo(new ClusterSource.K3s());
    assertThat(ClusterSource.of(OPTIONAL, () -> false)).isEqualTo(new ClusterSource.Nowhere());
  }

  @Test
  void aTestWithoutClusterIsSkippedAndSaysWhatIsMissing() {
    ConditionEvaluationResult result =
        RealCluster.decide(OPTIONAL, new ClusterSource.Nowhere(), false);

    assertThat(result.isDisabled()).isTrue();
    assertThat(result.getReason())
        .contains("no cluster: LOCALPORT_E2E_KUBECONFIG is not set, and no Docker daemon answers");
  }

  @Test
  void onlyATestThatNeedsFaultsIsSkippedWithoutThem() {
    assertThat(RealCluster.decide(OPTIONAL, NO_FAULTS, false).isDisabled()).isFalse();
    assertThat(RealCluster.decide(OPTIONAL, NO_FAULTS, true).getReason())
        .contains("no faults: LOCALPORT_E2E_CLUSTER is not set");
  }

  @Test
  void whatIsRequiredFailsInsteadOfBeingSkipped() {
    assertThatThrownBy(() -> RealCluster.decide(REQUIRED, new ClusterSource.Nowhere(), false))
        .hasMessageEndingWith(", and LOCALPORT_E2E_REQUIRED is set");
    assertThatThrownBy(() -> RealCluster.decide(REQUIRED, NO_FAULTS, true))
        .hasMessage(
            "no faults: LOCALPORT_E2E_CLUSTER is not set, and LOCALPORT_E2E_REQUIRED is set");
  }
}
