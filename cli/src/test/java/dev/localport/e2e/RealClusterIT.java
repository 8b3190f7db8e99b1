package dev.localport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The harness itself: what the other end-to-end tests lean on is there. */
@Tag("ci")
@OnRealCluster
@BesideOthers
class RealClusterIT {
  @Test
  void theKubeconfigNamesAServer(TestCluster cluster) throws IOException {
    assertThat(Files.readString(cluster.kubeconfig())).contains("server: https://");
  }

  @Test
  @NeedsFaults
  void aFaultProxyLeadsToTheApiServerUntilItRefuses(Faults faults)
      throws IOException, InterruptedException {
    try (FaultProxy proxy = faults.proxy()) {
      String through = "--kubeconfig=" + proxy.kubeconfig();
      assertThat(faults.kubectl(through, "get", "--raw", "/livez")).isEqualTo("ok\n");

      assertThat(proxy.send("refuse", "on")).startsWith("ok");

      assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), proxy.port()).close())
          .isInstanceOf(ConnectException.class);
    }
  }
}
