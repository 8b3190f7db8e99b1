package dev.localport.daemon.kube.client;

import dev.localport.rpc.JsonObject;
import io.fabric8.kubernetes.api.model.Cluster;
import io.fabric8.kubernetes.api.model.NamedExtension;
import org.jspecify.annotations.Nullable;

/**
 * What a credential plug-in with {@code provideClusterInfo: true} gets to know about the cluster:
 * {@code spec.cluster} of its ExecCredential (k8s.io/client-go, pkg/apis/clientauthentication).
 */
final class ClusterInfo {
  /** The name of the extension whose value becomes {@code config}. */
  private static final String EXTENSION = "client.authentication.k8s.io/exec";

  private ClusterInfo() {}

  /**
   * Returns it.
   *
   * @throws KubeException if the file of the authority cannot be read
   */
  static JsonObject of(Kubeconfig.Located<Cluster> server) throws KubeException {
    Cluster cluster = server.entry();
    JsonObject.Builder info = JsonObject.builder().put("server", cluster.getServer());
    put(info, "tls-server-name", cluster.getTlsServerName());
    if (Boolean.TRUE.equals(cluster.getInsecureSkipTlsVerify())) {
      info.put("insecure-skip-tls-verify", true);
    }
    put(info, "certificate-authority-data", ClientConfig.authority(server));
    put(info, "proxy-url", cluster.getProxyUrl());
    if (Boolean.TRUE.equals(cluster.getDisableCompression())) {
      info.put("disable-compression", true);
    }
    Object config = config(cluster);
    if (config != null) {
      info.put("config", config);
    }
    return info.build();
  }

  private static void put(JsonObject.Builder info, String key, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      info.put(key, value);
    }
  }

  private static @Nullable Object config(Cluster cluster) {
    if (cluster.getExtensions() == null) {
      return null;
    }
    for (NamedExtension named : cluster.getExtensions()) {
      if (EXTENSION.equals(named.getName()) && named.getExtension() != null) {
        String json = KubeObjects.READER.asJson(named.getExtension());
        return JsonObject.parse("{\"config\":" + json + "}").asMap().get("config");
      }
    }
    return null;
  }
}
