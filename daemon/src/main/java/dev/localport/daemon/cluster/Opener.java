package dev.localport.daemon.cluster;

import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.ClusterReads;

/** Opens a cluster as the kubeconfig has it now. Thread-safe; blocks for files at most. */
interface Opener {
  /**
   * Returns what the cluster is asked by.
   *
   * @throws KubeException if the kubeconfig does not serve
   */
  ClusterReads open() throws KubeException;
}
