package dev.localport.daemon.kube;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.LocalPortForward;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;

/**
 * The port forward that the Kubernetes client brings along, as a program: what the measurements
 * compare with. It says where it listens in kubectl's words and runs until it is killed.
 */
final class Fabric8Forward {
  private Fabric8Forward() {}

  /** Takes a kubeconfig, a namespace, a service of it and a port of its container. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Config config = Config.fromKubeconfig(new File(args[0]));
    int port = Integer.parseInt(args[3]);
    try (KubernetesClient client = new KubernetesClientBuilder().withConfig(config).build();
        LocalPortForward forward =
            client
                .services()
                .inNamespace(args[1])
                .withName(args[2])
                .portForward(port, InetAddress.ofLiteral("127.0.0.1"), 0)) {
      System.out.println("Forwarding from 127.0.0.1:" + forward.getLocalPort());
      Thread.currentThread().join();
    }
  }
}
