package dev.localport.daemon.podlog;

import dev.localport.api.Failure;
import dev.localport.daemon.kube.LogPod;
import dev.localport.daemon.kube.LogQuery;
import dev.localport.daemon.kube.LogReader;
import dev.localport.daemon.kube.client.KubeException;
import org.jspecify.annotations.Nullable;

/** The pods of one service, and their logs. Used by one thread; the calls block. */
public interface PodPlace {
  /**
   * Chooses a pod as the service's forward does: the one that its session leads to, else the newest
   * that is ready. Where none is ready, the newest one: its log may say why.
   *
   * @param left the UID of a pod that is not wanted anymore; null: any pod will do
   * @return null if there is no pod
   */
  @Nullable LogPod choose(@Nullable String left) throws KubeException;

  /** Returns whether a pod was there when the first one was chosen: its log began long ago. */
  boolean wasThere(LogPod pod);

  /** Returns a pod as it is now; null: there is none of that name. */
  @Nullable LogPod find(String pod) throws KubeException;

  /** Starts to read a log. */
  LogReader open(LogQuery query) throws KubeException;

  /** Returns what the cluster's monitor saw while the cluster is offline; null otherwise. */
  @Nullable Failure away();
}
