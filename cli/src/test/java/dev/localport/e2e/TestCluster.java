package dev.localport.e2e;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The seeded cluster that the end-to-end tests share; tests get it as a parameter. */
public final class TestCluster implements Closeable {
  private final Path kubeconfig;
  private final @Nullable Faults faults;
  private final Closeable owner;

  private TestCluster(Path kubeconfig, @Nullable Faults faults, Closeable owner) {
    this.kubeconfig = kubeconfig;
    this.faults = faults;
    this.owner = owner;
  }

  /** Opens the cluster: under K3s this starts and seeds it, which takes a minute. */
  static TestCluster open(ClusterSource source) throws IOException, InterruptedException {
    return switch (source) {
      case ClusterSource.Running(Path kubeconfig, Path script) ->
          new TestCluster(kubeconfig, script == null ? null : new Faults(script), () -> {});
      case ClusterSource.K3s() -> {
        K3sCluster k3s = K3sCluster.start();
        yield new TestCluster(k3s.kubeconfig(), null, k3s);
      }
      case ClusterSource.Nowhere() -> throw new IllegalStateException("there is no cluster");
    };
  }

  /** Returns the admin's kubeconfig. */
  public Path kubeconfig() {
    return kubeconfig;
  }

  /**
   * Returns the faults.
   *
   * @throws IllegalStateException where there are none: the test lacks {@link NeedsFaults}
   */
  public Faults faults() {
    if (faults == null) {
      throw new IllegalStateException("this cluster has no faults; mark the test @NeedsFaults");
    }
    return faults;
  }

  @Override
  public void close() throws IOException {
    owner.close();
  }
}
