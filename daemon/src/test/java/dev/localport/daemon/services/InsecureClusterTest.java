package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code insecure-skip-tls-verify}, as status shows it. */
class InsecureClusterTest {
  @Test
  void insecureSkipTlsVerifyIsShownAtTheClusterAndItsServicesUntilItIsRemoved(@TempDir Path folder)
      throws IOException, GeneralSecurityException, InterruptedException, LoadException {
    try (SimulatorFixture fixture = SimulatorFixture.watched(folder)) {
      Path kubeconfig = fixture.cluster.kubeconfig();
      String right = Files.readString(kubeconfig);
      Files.writeString(
          kubeconfig,
          right.replaceAll("certificate-authority-data: .*", "insecure-skip-tls-verify: true"));

      assertThat(fixture.connect("deployment/moods", "echo", "").insecure()).isTrue();
      assertThat(fixture.daemon.clusters.statuses())
          .extracting(ClusterStatus::insecure)
          .containsExactly(true);

      Files.writeString(kubeconfig, right);
      fixture.daemon.clusters.kubeconfigChanged();
      fixture.daemon.forwards.reconnect(List.of("web"));
      fixture.await("verified", web -> web.state().equals("connected") && !web.insecure());
      assertThat(fixture.daemon.clusters.statuses())
          .extracting(ClusterStatus::insecure)
          .containsExactly(false);
    }
  }
}
