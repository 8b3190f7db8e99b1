package dev.localport.daemon.kube;

import dev.localport.api.FailureKind;
import dev.localport.api.NamedPort;
import dev.localport.config.PortMapping;
import dev.localport.daemon.kube.client.KubeException;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns the ports of a Kubernetes Service into ports of its pods, by {@code targetPort}.
 *
 * <p>As kubectl does (pkg/cmd/portforward, translateServicePortToTargetPort), except that a
 * headless Service's {@code targetPort} is followed too: kubectl takes its port as the pod's.
 */
final class ServicePorts {
  private ServicePorts() {}

  /** Ports of a pod itself: nothing to translate. */
  static List<TargetPort> direct(List<PortMapping> ports) {
    return ports.stream().map(port -> parse(port.remote())).toList();
  }

  private static TargetPort parse(String remote) {
    return isNumber(remote)
        ? new TargetPort.Numbered(Integer.parseInt(remote))
        : new TargetPort.Named(remote);
  }

  private static boolean isNumber(String text) {
    return text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  /** Returns the TCP ports of a Service itself. */
  static List<NamedPort> named(Service service) {
    return service.getSpec().getPorts().stream()
        .filter(ServicePorts::isTcp)
        .map(port -> new NamedPort(port.getName(), port.getPort()))
        .toList();
  }

  private static boolean isTcp(ServicePort port) {
    return port.getProtocol() == null || port.getProtocol().equals("TCP");
  }

  static List<TargetPort> translate(Service service, List<PortMapping> ports) throws KubeException {
    List<TargetPort> translated = new ArrayList<>();
    for (PortMapping port : ports) {
      translated.add(translate(service, port.remote()));
    }
    return translated;
  }

  private static TargetPort translate(Service service, String remote) throws KubeException {
    String other = null;
    for (ServicePort port : service.getSpec().getPorts()) {
      if (remote.equals(port.getName()) || remote.equals(String.valueOf(port.getPort()))) {
        if (isTcp(port)) {
          return target(port);
        }
        other = port.getProtocol(); // the same number may be there for TCP, too: DNS does so
      }
    }
    throw wrong(
        service,
        other == null
            ? "has no port %s; it has %s".formatted(remote, known(service))
            : "port %s is %s; Kubernetes forwards TCP only".formatted(remote, other));
  }

  private static TargetPort target(ServicePort port) {
    IntOrString target = port.getTargetPort();
    if (target == null) {
      return new TargetPort.Numbered(port.getPort());
    }
    if (target.getStrVal() != null && !target.getStrVal().isEmpty()) {
      return parse(target.getStrVal());
    }
    Integer number = target.getIntVal();
    return new TargetPort.Numbered(number == null || number == 0 ? port.getPort() : number);
  }

  /**
   * Returns the selector of a Service's pods, or null where it has none.
   *
   * @throws KubeException if it is a name for something outside the cluster
   */
  static @Nullable String findSelector(Service service) throws KubeException {
    if ("ExternalName".equals(service.getSpec().getType())) {
      throw wrong(
          service,
          "is an ExternalName for %s and has no pods; connect there directly"
              .formatted(service.getSpec().getExternalName()));
    }
    Map<String, String> selector = service.getSpec().getSelector();
    return selector == null || selector.isEmpty() ? null : Selectors.text(selector);
  }

  /**
   * Returns the pod that the addresses of a Service without a selector lead to.
   *
   * @param any whether one that is not ready will do
   * @throws KubeException if none of them is a pod's
   */
  static String podOf(Service service, List<Addresses.Address> addresses, boolean any)
      throws KubeException {
    return addresses.stream()
        .filter(address -> any || address.ready())
        .flatMap(address -> Stream.ofNullable(address.pod()))
        .findFirst()
        .orElseThrow(() ->
            wrong(
                service,
                "selects no pods (it has no selector), and none of its addresses is a pod's;"
                    + " name a pod or a deployment instead"));
  }

  private static String known(Service service) {
    List<String> known =
        service.getSpec().getPorts().stream()
            .map(port ->
                port.getName() == null
                    ? "" + port.getPort()
                    : port.getPort() + " (" + port.getName() + ")")
            .toList();
    return known.isEmpty() ? "none" : String.join(", ", known);
  }

  private static KubeException wrong(Service service, String what) {
    return new KubeException(
        FailureKind.TARGET_MISSING, "service/" + service.getMetadata().getName() + " " + what);
  }
}
