package dev.localport.daemon.kube.client;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.ProxyRelay;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The connection to an API server with one certificate: TLS, a proxy where there is one, and a
 * client of the fabric8 library that is made with the first call. Thread-safe; under its lock
 * nothing is waited for.
 */
final class ApiConnection implements AutoCloseable {
  private final Config config;
  private final @Nullable String certificate;
  private final Endpoint endpoint;
  private final Map<String, List<String>> headers;
  private volatile @Nullable ProxyRelay relay;

  @GuardedBy("this")
  private @Nullable KubernetesClient client;

  @GuardedBy("this")
  private @Nullable KubernetesClient watching;

  @GuardedBy("this")
  private boolean closed;

  /**
   * Makes no connection yet.
   *
   * @param config the Kubernetes client's settings, which become this object's own
   * @param certificate of a credential plug-in, or null
   * @param headers that every call has in addition to the client's own
   */
  ApiConnection(
      Config config,
      @Nullable String certificate,
      Endpoint endpoint,
      Map<String, List<String>> headers) {
    this.config = config;
    this.certificate = certificate;
    this.endpoint = endpoint;
    this.headers = headers;
  }

  /** Returns whether it can still be used with this answer of the plug-in; null: there is none. */
  boolean isFor(@Nullable PluginAnswer answer) {
    return answer == null
        || answer.certificate() == null
        || answer.certificate().equals(certificate);
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** Returns what leads calls through the proxy; null if there is none, or no client yet. */
  @Nullable ProxyRelay relay() {
    return relay;
  }

  /**
   * Returns the client; null once this is closed.
   *
   * @param relays leads API calls through the proxy of an endpoint
   */
  synchronized @Nullable KubernetesClient client(
      HttpClients http, Function<Endpoint, ProxyRelay> relays) {
    if (client == null && !closed) {
      if (endpoint.proxy() != null || endpoint.isNamed()) {
        ProxyRelay opened = relays.apply(endpoint);
        relay = opened;
        ClientConfig.through(config, opened.url());
      }
      client = newClient(http.calls(endpoint.tls()));
    }
    return client;
  }

  /** As the other one, for watches, which keep their connections. */
  synchronized @Nullable KubernetesClient watching(
      HttpClients http, Function<Endpoint, ProxyRelay> relays) {
    KubernetesClient calling = client(http, relays); // with it the relay, where there is a proxy
    if (watching == null && calling != null) {
      watching = newClient(http.watches(endpoint.tls()));
    }
    return watching;
  }

  private KubernetesClient newClient(HttpClient.Factory connections) {
    config.setCaCertData(null); // TLS is made already: the client would read all of it again
    config.setClientCertData(null);
    config.setClientKeyData(null);
    config.setTlsServerName(null);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(connections)
        .withHttpClientBuilderConsumer(made ->
            made.sslContext(
                    new KeyManager[0], new TrustManager[0]) // not used, and trusts no server
                .addOrReplaceInterceptor("localport", new Headers(headers)))
        .withKubernetesSerialization(KubeObjects.READER)
        .withTaskExecutorSupplier(Executors::newVirtualThreadPerTaskExecutor)
        .build();
  }

  /** Adds headers to each call. */
  private record Headers(Map<String, List<String>> headers) implements Interceptor {
    @Override
    public void before(BasicBuilder call, HttpRequest request, RequestTags tags) {
      headers.forEach((name, values) -> values.forEach(value -> call.header(name, value)));
    }
  }

  @Override
  public void close() {
    List<KubernetesClient> ended;
    synchronized (this) {
      closed = true;
      ended = Stream.of(client, watching).filter(Objects::nonNull).toList();
      client = null;
      watching = null;
    }
    ended.forEach(KubernetesClient::close);
    ProxyRelay used = relay;
    if (used != null) {
      used.close();
    }
  }
}
