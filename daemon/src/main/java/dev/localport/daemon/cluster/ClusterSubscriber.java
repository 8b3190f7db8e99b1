package dev.localport.daemon.cluster;

import dev.localport.api.Failure;
import dev.localport.api.PodInfo;
import dev.localport.config.ClusterHealthConfig;
import dev.localport.daemon.kube.KubeCluster;
import dev.localport.daemon.kube.client.KubeException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A started service, as the monitor of its cluster sees it. Thread-safe; what begins with {@code
 * on} is called on the monitor's thread and never blocks.
 */
public interface ClusterSubscriber {
  /** Returns the service's name. */
  String service();

  /** Returns its target, {@code service/postgres}. */
  String resource();

  /** Returns the namespace of its target, or null while that is not settled. */
  @Nullable String namespace();

  /** Returns its priority: of the services of a cluster that is back the highest resumes first. */
  int priority();

  /**
   * Returns the number of the operation that waits for its cluster, or {@link Long#MAX_VALUE}: of
   * services with the same priority those with lower numbers resume first.
   */
  long turn();

  /** Returns how its context is to be watched over; the newest one that began holds for all. */
  ClusterHealthConfig config();

  /**
   * Opens its context as the kubeconfig has it now; blocks for files at most.
   *
   * @throws KubeException if the kubeconfig does not serve
   */
  KubeCluster context() throws KubeException;

  /** Returns the pods behind it as they are known now; without asking the cluster. */
  List<PodInfo> pods();

  /** Returns whether a session of it lives: then the cluster is there, whatever a probe says. */
  boolean hasSession();

  /**
   * The cluster is offline: no attempt can succeed.
   *
   * @param why what the monitor saw
   */
  void onAway(Failure why);

  /** The cluster is back, or the monitor was switched off. */
  void onBack();

  /** The cluster answers after a probe or two that it did not; it was not called offline. */
  void onAnswers();

  /** An event of the cluster touches the service. */
  void onEvent(EventSign sign);

  /** The cluster has trouble of its own: it is slow, or a probe was not answered. */
  void onTrouble();
}
