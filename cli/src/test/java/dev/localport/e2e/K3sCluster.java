package dev.localport.e2e;

import dev.localport.e2e.pod.TestServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.k3s.K3sContainer;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.MountableFile;

/**
 * K3s in a container with the objects of {@code k3s/seed.yaml}. Its pods run {@link TestServer} on
 * a plain Java image: the class files lie in the container, and the pods mount that folder.
 */
final class K3sCluster implements Closeable {
  private static final String IMAGE = "rancher/k3s:v1.34.1-k3s1";
  private static final String CLASSES = "/testserver/classes/dev/localport/e2e/pod";
  private static final String SEED = "/testserver/seed.yaml";
  private static final Duration START_LIMIT = Duration.ofMinutes(3);

  private final K3sContainer container;
  private final Path kubeconfig;

  private K3sCluster(K3sContainer container, Path kubeconfig) {
    this.container = container;
    this.kubeconfig = kubeconfig;
  }

  /** Starts and seeds it, and returns when every pod that should be ready is. */
  @SuppressWarnings("resource") // closed by the cluster's owner, or below when the start fails
  static K3sCluster start() throws IOException, InterruptedException {
    K3sContainer container =
        new K3sContainer(DockerImageName.parse(IMAGE))
            .withCopyToContainer(
                MountableFile.forClasspathResource("dev/localport/e2e/pod"), CLASSES)
            .withCopyToContainer(MountableFile.forClasspathResource("k3s/seed.yaml"), SEED)
            .withStartupTimeout(START_LIMIT);
    try {
      container.start();
      return seeded(container);
    } catch (IOException | InterruptedException | RuntimeException e) {
      container.stop();
      throw e;
    }
  }

  private static K3sCluster seeded(K3sContainer container)
      throws IOException, InterruptedException {
    kubectl(container, "apply", "-f", SEED);
    // The first pod waits until the image is pulled.
    for (String workload :
        new String[] {"deployment/web", "deployment/echo", "deployment/faults"}) {
      kubectl(container, "rollout", "status", "-n", "lp-demo", workload, "--timeout=300s");
    }
    kubectl(container, "rollout", "status", "-n", "lp-demo", "statefulset/db", "--timeout=300s");
    kubectl(container, "rollout", "status", "-n", "lp-other", "deployment/web", "--timeout=300s");
    Path kubeconfig = Files.createTempFile("localport-k3s", ".yaml");
    Files.writeString(kubeconfig, container.getKubeConfigYaml());
    return new K3sCluster(container, kubeconfig);
  }

  private static void kubectl(K3sContainer container, String... arguments)
      throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "kubectl";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    ExecResult result = container.execInContainer(command);
    if (result.getExitCode() != 0) {
      throw new IllegalStateException(
          "%s: %s%s".formatted(String.join(" ", command), result.getStdout(), result.getStderr()));
    }
  }

  Path kubeconfig() {
    return kubeconfig;
  }

  @Override
  public void close() throws IOException {
    container.stop();
    Files.deleteIfExists(kubeconfig);
  }
}
