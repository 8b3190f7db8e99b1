package dev.localport.daemon.kube;

import dev.localport.daemon.kube.reads.ClusterReads;

/** A cluster as its monitor knows it. Thread-safe. */
public interface KubeCluster {
  /** Returns the name of its context in the kubeconfig. */
  String name();

  /** Returns the URL of its API server. */
  String server();

  /**
   * Returns whether the certificate of its API server is not verified: {@code
   * insecure-skip-tls-verify}.
   */
  boolean isInsecure();

  /** Returns what a monitor asks it by; the calls block and belong on virtual threads. */
  ClusterReads reads();
}
