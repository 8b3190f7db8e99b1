package dev.localport.daemon.kube;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.ApiClient;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.kube.reads.LogCalls;
import dev.localport.daemon.kube.reads.LogStream;
import io.fabric8.kubernetes.api.model.Pod;
import org.jspecify.annotations.Nullable;

/** The logs of a context's pods. Thread-safe; the calls block and belong on virtual threads. */
public final class PodLogs {
  private final LogCalls calls;

  PodLogs(ApiClient api) {
    this.calls = new LogCalls(api);
  }

  /**
   * Looks at a pod.
   *
   * @return null if there is none of that name
   * @throws KubeException if the cluster does not say
   */
  public @Nullable LogPod find(String namespace, String name) throws KubeException {
    try {
      Pod pod = calls.pod(namespace, name);
      return pod == null ? null : LogPod.of(pod);
    } catch (KubeException e) {
      throw named(e, "get pods", namespace);
    }
  }

  /**
   * Starts to read a log.
   *
   * @throws KubeException if the cluster does not respond with one
   */
  public LogReader open(String namespace, LogQuery query) throws KubeException {
    try {
      LogStream stream = calls.open(query.path(namespace));
      return new LogLines(stream);
    } catch (KubeException e) {
      throw named(e, "get pods/log", namespace);
    }
  }

  private static KubeException named(KubeException thrown, String permission, String namespace) {
    Failure failure = thrown.failure();
    return failure.kind() == FailureKind.FORBIDDEN
        ? new KubeException(
            FailureKind.FORBIDDEN,
            "%s; missing permission: %s in namespace %s"
                .formatted(failure.message(), permission, namespace),
            thrown)
        : thrown;
  }
}
