package dev.localport.daemon.forward;

import dev.localport.config.ClusterConfigs;
import dev.localport.daemon.kube.KubeShell;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a forward takes from where its service is written.
 *
 * @param shell of the command that asked for it
 * @param clusters how its cluster is watched over
 * @param folder of the file, where relative paths start; null for a command line
 */
public record ForwardOrigin(KubeShell shell, ClusterConfigs clusters, @Nullable Path folder) {
  /** Returns the same origin, whose clusters are monitored by another monitor. */
  public ForwardOrigin with(ClusterConfigs other) {
    return new ForwardOrigin(shell, other, folder);
  }
}
