package dev.localport.daemon.kube.client;

import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.net.ConnectionException;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import dev.localport.daemon.net.ProxyChoice;
import dev.localport.daemon.net.ServerTls;
import dev.localport.daemon.net.Trust;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.CertUtils;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.io.InputStream;
import java.security.GeneralSecurityException;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Says how an API server is reached. Key managers come from the Kubernetes client, which reads
 * PKCS#1, SEC1 and PKCS#8 keys; Netty's own reader wants PKCS#8.
 */
final class Endpoints {
  private static final int HTTPS = 443;
  private static final int HTTP = 80;
  private static final int MOST = 65_535;

  /**
   * Any name that DNS may know: {@link java.net.URI} knows no underscores in hosts, for example.
   */
  private static final Pattern SERVER =
      Pattern.compile(
          "(?<scheme>https?)://(?:\\[(?<six>[0-9A-Fa-f:.]+)]|(?<host>[^\\p{Cntrl}\\s/:?#@\\[\\]%<>\"]+))"
              + "(?::(?<port>\\d{1,5}))?(?<path>/[^\\p{Cntrl}\\s?#<>\"]*)?");

  private Endpoints() {}

  /**
   * Returns the endpoint of a cluster's API server.
   *
   * @param proxyUrl the cluster's {@code proxy-url}, or null
   * @param variables what the user's shell says of proxies
   */
  static Endpoint of(Config config, @Nullable String proxyUrl, ProxyVariables variables)
      throws KubeException {
    Matcher server = parse(config.getMasterUrl());
    String host = Objects.requireNonNullElseGet(server.group("six"), () -> server.group("host"));
    boolean tls = "https".equals(server.group("scheme"));
    String asked = config.getTlsServerName();
    String name = asked == null || asked.isEmpty() ? host : asked;
    String path = Objects.requireNonNullElse(server.group("path"), "").replaceAll("/+$", "");
    int port = server.group("port") == null ? tls ? HTTPS : HTTP : port(config, server);
    ProxyChoice choice = ProxyChoice.of(proxyUrl, variables, tls, host, port);
    return new Endpoint(
        host,
        port,
        path,
        tls ? tls(config, name) : null,
        name,
        proxy(choice, config, variables.authorities()));
  }

  private static Matcher parse(String url) throws KubeException {
    Matcher server = SERVER.matcher(url);
    if (!server.matches()) {
      throw wrong(url, "not a URL with a host");
    }
    return server;
  }

  private static int port(Config config, Matcher server) throws KubeException {
    int port = Integer.parseInt(server.group("port"));
    if (port < 1 || port > MOST) {
      throw wrong(config.getMasterUrl(), "not a URL with a port from 1 to 65535");
    }
    return port;
  }

  private static KubeException wrong(String url, String why) {
    return new KubeException(
        FailureKind.KUBECONFIG,
        "the kubeconfig's server \"%s\" is %s".formatted(ServerUrl.of(url).shown(), why));
  }

  private static @Nullable Proxy proxy(
      @Nullable ProxyChoice choice, Config config, @Nullable String authorities)
      throws KubeException {
    try {
      return choice == null ? null : choice.proxy(authorities, trust(config));
    } catch (ConnectionException e) {
      throw new KubeException(e);
    }
  }

  /** Returns what checks the certificate of the API server. */
  static TrustManager trust(Config config) throws KubeException {
    if (config.isTrustCerts()) {
      return Trust.anyServer();
    }
    try {
      return Trust.server(authority(config.getCaCertData()));
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw unusable(e);
    }
  }

  private static byte @Nullable [] authority(@Nullable String data) throws IOException {
    if (data == null || data.isEmpty()) {
      return null;
    }
    try (InputStream pem = CertUtils.getInputStreamFromDataOrFile(data, null)) {
      return pem.readAllBytes();
    }
  }

  private static SslContext tls(Config config, String serverName) throws KubeException {
    try {
      KeyManager[] keys = SSLUtils.keyManagers(config);
      KeyManager identity = keys == null || keys.length == 0 ? null : keys[0];
      return ServerTls.of(trust(config), !config.isTrustCerts(), identity, serverName);
    } catch (GeneralSecurityException | IOException | RuntimeException e) {
      throw unusable(e);
    }
  }

  /** Says that certificates or keys of the kubeconfig cannot be used. */
  static KubeException unusable(Exception why) {
    return new KubeException(
        FailureKind.KUBECONFIG,
        "the certificates of the kubeconfig cannot be used: " + why.getMessage(),
        why);
  }
}
