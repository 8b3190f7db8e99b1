package dev.localport.daemon.kube.client;

import dev.localport.api.Failure;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import dev.localport.daemon.net.ProxyRelay;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthProviderConfig;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.function.Function;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What a context's API server is reached by: its address, credentials, and a client of the fabric8
 * library, made with the first call and again when a certificate changes. Thread-safe; the calls
 * block and belong on virtual threads.
 */
public final class ApiClient implements AutoCloseable {
  private final Kubeconfig.Entry entry;
  private final ProxyVariables proxies;
  private final Function<Endpoint, ProxyRelay> relays;
  private final HttpClients http;
  private final TokenSource tokens;
  private final InstantSource clock;
  private ExecPlugin.@Nullable Answer certificate;
  private @Nullable Endpoint endpoint;
  private @Nullable KubernetesClient client;
  private volatile @Nullable ProxyRelay relay;
  private volatile @Nullable Proxy proxy; // as of the last endpoint

  /**
   * Makes the client of a kubeconfig's entry. It connects with the first call.
   *
   * @param proxies what the user's shell says of proxies
   * @param relays leads API calls through the proxy of an endpoint
   * @throws KubeException if a file that is needed now cannot be read
   */
  public ApiClient(
      Kubeconfig.Entry entry,
      ProxyVariables proxies,
      Function<Endpoint, ProxyRelay> relays,
      HttpClients http,
      InstantSource clock)
      throws KubeException {
    this.entry = entry;
    this.proxies = proxies;
    this.relays = relays;
    this.http = http;
    this.clock = clock;
    this.tokens = tokens(entry, http, clock);
  }

  private static TokenSource tokens(Kubeconfig.Entry entry, HttpClients http, InstantSource clock)
      throws KubeException {
    AuthInfo user = entry.user().entry();
    String token = user.getToken();
    String file = entry.user().resolve(user.getTokenFile());
    AuthProviderConfig provider = user.getAuthProvider();
    if (file != null) {
      return new TokenFile(Path.of(file)); // client-go: the file goes before the token
    }
    if (token != null && !token.isEmpty()) {
      return () -> token;
    }
    if (user.getExec() != null) {
      return new ExecPlugin(user.getExec(), entry.user().folder(), clock);
    }
    if (provider != null && provider.getConfig() != null && "oidc".equals(provider.getName())) {
      Config config = ClientConfig.of(entry, null);
      config.setAuthProvider(provider);
      return new OidcToken(config, provider.getConfig(), http.over(null));
    }
    return TokenSource.NONE;
  }

  /** Returns what the kubeconfig says of it. */
  public Kubeconfig.Entry entry() {
    return entry;
  }

  /** Returns the name of the context in the kubeconfig. */
  public String name() {
    return entry.name();
  }

  /** Returns the URL of the API server. */
  public String server() {
    return entry.server().entry().getServer();
  }

  /** Returns the URL of the API server, and the proxy on the way to it where there is one. */
  public String route() {
    Proxy known = proxy;
    return known == null ? server() : server() + " through the proxy " + known.label();
  }

  /** Returns the namespace that the context itself names, else {@code default}. */
  public String namespace() {
    return entry.namespace();
  }

  /**
   * Returns how the API server is reached, with the certificate that is valid now.
   *
   * @throws KubeException if the credentials or the certificates cannot be used
   */
  public synchronized Endpoint endpoint() throws KubeException {
    renewCertificate();
    return endpoint == null ? open(ClientConfig.of(entry, certificate)) : endpoint;
  }

  private synchronized Endpoint open(Config config) throws KubeException {
    if (endpoint == null) {
      endpoint = Endpoints.of(config, entry.server().entry().getProxyUrl(), proxies);
      proxy = endpoint.proxy();
    }
    return endpoint;
  }

  /**
   * Returns the headers that carry the credentials; one may have several values.
   *
   * @throws KubeException if there are none to be had
   */
  public Map<String, List<String>> headers() throws KubeException {
    return RequestHeaders.of(entry.user().entry(), tokens.token());
  }

  /** Reports that the server refused the credentials: kept ones are not used again. */
  public void credentialsRefused() {
    tokens.refused();
  }

  /**
   * Says in words that the server refused the credentials, and why where that can be seen from
   * here.
   */
  String refusal() {
    return findExpiry()
        .orElse(
            "the API server %s does not accept the credentials of context %s (401); log in again"
                .formatted(server(), name()));
  }

  /** Returns words for a client certificate that has expired, if there is one and it has. */
  synchronized Optional<String> findExpiry() {
    try {
      return ClientCertificate.findExpiry(ClientConfig.of(entry, certificate), clock.instant())
          .map(expired ->
              "the client certificate of context %s expired at %s; get a new kubeconfig"
                  .formatted(name(), expired));
    } catch (KubeException _) {
      return Optional.empty(); // only a better word for a refusal that is certain
    }
  }

  /** Returns the failure that an exception of the client is. */
  public KubeException failure(RuntimeException thrown) {
    return KubeFailures.of(this, thrown);
  }

  /** Returns the time by our own clock. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * Returns the client, with a token that is valid now.
   *
   * @throws KubeException if the credentials or the certificates cannot be used
   */
  public synchronized KubernetesClient client() throws KubeException {
    renewCertificate();
    tokens.token(); // fails here, with the plug-in's own words
    if (client == null) {
      Config config = ClientConfig.of(entry, certificate);
      if (!tokens.equals(TokenSource.NONE)) {
        config.setOauthTokenProvider(this::tokenOrNothing);
      }
      Endpoint way = open(config);
      if (way.proxy() != null) {
        ProxyRelay opened = relays.apply(way);
        relay = opened;
        ClientConfig.through(config, opened.url());
      }
      client = newClient(config, way);
    }
    return client;
  }

  private KubernetesClient newClient(Config config, Endpoint way) {
    config.setCaCertData(null); // TLS is made already: the client would read all of it again
    config.setClientCertData(null);
    config.setClientKeyData(null);
    config.setTlsServerName(null);
    return new KubernetesClientBuilder()
        .withConfig(config)
        .withHttpClientFactory(http.over(way.tls()))
        .withHttpClientBuilderConsumer(made ->
            made.sslContext(
                new KeyManager[0], new TrustManager[0])) // not used, and trusts no server
        .withKubernetesSerialization(KubeObjects.READER)
        .withTaskExecutorSupplier(Executors::newVirtualThreadPerTaskExecutor)
        .build();
  }

  /** Returns what the proxy said, where that made a call fail. */
  Optional<Failure> findProxyFailure(Throwable thrown) {
    ProxyRelay used = relay;
    return used == null ? Optional.empty() : used.findFailure(thrown);
  }

  private @Nullable String tokenOrNothing() {
    try {
      return tokens.token();
    } catch (KubeException e) {
      return null; // the server's 401 follows, and with it credentialsRefused()
    }
  }

  private void renewCertificate() throws KubeException {
    if (!(tokens instanceof ExecPlugin plugin)) {
      return;
    }
    ExecPlugin.Answer answer = plugin.answer();
    if (answer.certificate() != null
        && (certificate == null
            || !Objects.equals(certificate.certificate(), answer.certificate()))) {
      certificate = answer;
      close();
    }
  }

  @Override
  public synchronized void close() {
    endpoint = null;
    if (client != null) {
      client.close();
      client = null;
    }
    if (relay != null) {
      relay.close();
      relay = null;
    }
  }
}
