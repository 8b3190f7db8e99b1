package dev.localport.e2e;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where a cluster for the end-to-end tests comes from on this machine. */
sealed interface ClusterSource {
  /** One that runs: its admin's kubeconfig, and the script for faults where there is one. */
  record Running(Path kubeconfig, @Nullable Path script) implements ClusterSource {}

  /** K3s in Docker, started when the first test asks for it; it knows no faults. */
  record K3s() implements ClusterSource {}

  /** None. */
  record Nowhere() implements ClusterSource {}

  /**
   * Decides by the variables first, then by Docker, which is only asked when they say nothing.
   *
   * @param docker tells whether a Docker daemon answers; slow
   */
  static ClusterSource of(Map<String, String> variables, BooleanSupplier docker) {
    String kubeconfig = variables.get("LOCALPORT_E2E_KUBECONFIG");
    String script = variables.get("LOCALPORT_E2E_CLUSTER");
    if (kubeconfig != null && !kubeconfig.isEmpty()) {
      return new Running(
          Path.of(kubeconfig), script == null || script.isEmpty() ? null : Path.of(script));
    }
    return docker.getAsBoolean() ? new K3s() : new Nowhere();
  }

  /** Tells whether faults and special accounts are there. */
  default boolean hasFaults() {
    return this instanceof Running(_, Path script) && script != null;
  }
}
