package dev.localport.daemon.kube;

import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.Endpoint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One kube context as the daemon uses it: its API server, its credentials, its objects.
 * Thread-safe; the calls block and belong on virtual threads.
 */
public interface KubeContext extends KubeCluster {
  /** Returns the URL of its API server, and the proxy in between, if there is one. */
  String route();

  /** Returns the namespace that the context itself names, else {@code default}. */
  String namespace();

  /**
   * Returns how tunnels reach the API server, with the certificate that is valid now.
   *
   * @throws KubeException if the credentials or the certificates cannot be used
   */
  Endpoint endpoint() throws KubeException;

  /**
   * Returns the headers that carry the credentials; one may have several values.
   *
   * @throws KubeException if there are none to be had
   */
  Map<String, List<String>> headers() throws KubeException;

  /** Returns what kind of credentials the kubeconfig has, in words. */
  String credentialKind();

  /**
   * Returns when credentials end that the kubeconfig itself holds; nothing where they do not say
   * so, or are renewed by a plug-in.
   *
   * @throws KubeException if they cannot be read
   */
  Optional<Instant> findCredentialsEnd() throws KubeException;

  /** Called when the server refused the credentials: kept ones are not used again. */
  void credentialsRefused();

  /** Returns what finds the pods behind targets. */
  Targets targets();

  /** Returns what reads the logs of pods. */
  PodLogs logs();

  /** Returns what names everything that could be a target. */
  TargetNames names();
}
