package dev.localport.daemon.doctor;

import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import org.jspecify.annotations.Nullable;

/** How the API server is reached: TLS, and a proxy with the place that names it. Sends nothing. */
record RouteCheck() implements Check {
  @Override
  public String what() {
    return "TLS and the proxy";
  }

  @Override
  public boolean run(Patient patient) throws KubeException {
    Endpoint endpoint;
    try {
      endpoint = patient.context().endpoint();
    } catch (KubeException e) {
      patient.failed("cluster.tls", e);
      return false;
    }
    tls(patient, endpoint);
    proxy(patient, endpoint.proxy());
    return true;
  }

  private static void tls(Patient patient, Endpoint endpoint) {
    if (endpoint.tls() == null) {
      patient.warn(
          "cluster.tls",
          "the connection is not encrypted: server in the kubeconfig begins with http://",
          "use an https:// server, unless it is on this machine");
    } else if (patient.context().isInsecure()) {
      patient.warn(
          "cluster.tls",
          "the server's certificate is not verified (insecure-skip-tls-verify)",
          "remove insecure-skip-tls-verify, and set certificate-authority in the kubeconfig");
    } else {
      patient.ok("cluster.tls", "the server's certificate is verified");
    }
  }

  private static void proxy(Patient patient, @Nullable Proxy proxy) {
    patient.ok(
        "cluster.proxy",
        proxy == null ? "no proxy" : "proxy %s, from %s".formatted(proxy.label(), proxy.origin()));
  }
}
