package dev.localport.daemon.kube.client;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How Kubernetes' objects and kubeconfigs are read: one reader for all contexts. What it learns of
 * their classes takes megabytes, and the client would learn it again for each. It knows the kinds
 * that a watch may bring; by itself it would load every kind that there is.
 */
public final class KubeObjects {
  /** Thread-safe, and not changed anymore. */
  public static final KubernetesSerialization READER = reader();

  private KubeObjects() {}

  /** Returns the key that a text has a wrong value for, where that is what the reader refused. */
  static Optional<String> findPlace(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (cause instanceof JsonMappingException mapping && !mapping.getPath().isEmpty()) {
        return Optional.of(
            mapping.getPath().stream()
                .map(step ->
                    step.getFieldName() == null
                        ? "[%d]".formatted(step.getIndex())
                        : "." + step.getFieldName())
                .collect(Collectors.joining())
                .substring(1));
      }
    }
    return Optional.empty();
  }

  private static KubernetesSerialization reader() {
    KubernetesSerialization reader = new KubernetesSerialization(new ObjectMapper(), false);
    reader.registerKubernetesResource(Pod.class);
    reader.registerKubernetesResource(Status.class);
    return reader;
  }
}
