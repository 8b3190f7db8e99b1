package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.KubeException;
import java.util.Objects;

/**
 * The port of a pod that is meant: a number, or a name that each pod's containers explain for
 * themselves.
 */
public sealed interface TargetPort {
  /** A port by its number. */
  record Numbered(int number) implements TargetPort {}

  /** A port by the name that a container gives it. */
  record Named(String name) implements TargetPort {}

  /**
   * Returns the number of this port in the given pod.
   *
   * @throws KubeException of kind {@link FailureKind#TARGET_MISSING} if the pod has no TCP port of
   *     that name
   */
  default int in(PodView pod) throws KubeException {
    return switch (this) {
      case Numbered(int number) -> number;
      case Named(String name) -> {
        for (PodView.Port port : pod.ports()) {
          if (Objects.equals(port.name(), name)) {
            if (!port.protocol().equals("TCP")) {
              throw new KubeException(
                  FailureKind.TARGET_MISSING,
                  "port %s of pod %s is %s; Kubernetes forwards TCP only"
                      .formatted(name, pod.name(), port.protocol()));
            }
            yield port.number();
          }
        }
        throw new KubeException(
            FailureKind.TARGET_MISSING,
            "pod %s has no port named %s; it has %s".formatted(pod.name(), name, known(pod)));
      }
    };
  }

  private static String known(PodView pod) {
    String names =
        String.join(
            ", ",
            pod.ports().stream()
                .map(port ->
                    port.name() == null
                        ? "" + port.number()
                        : port.name() + " (" + port.number() + ")")
                .toList());
    return names.isEmpty() ? "none" : names;
  }
}
