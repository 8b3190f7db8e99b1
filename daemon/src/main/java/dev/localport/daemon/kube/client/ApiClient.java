package dev.localport.daemon.kube.client;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import dev.localport.daemon.net.ProxyRelay;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a context's API server is reached by: its address, credentials, and a connection that is
 * made with the first call and again when a certificate changes. Thread-safe; the calls block and
 * belong on virtual threads.
 *
 * <p>A call may wait for a credential plug-in, and holds nothing while it does; for files of its
 * own context it waits under {@link #making}, which only it takes. {@link #close} waits for
 * neither.
 *
 * <p>Over 300 lines, since the address, the credentials and the connection of a context belong
 * together.
 */
public final class ApiClient implements AutoCloseable {
  private static final String PLAIN = "http://";

  private final Kubeconfig.Entry entry;
  private final ServerUrl server;
  private final ProxyVariables proxies;
  private final Function<Endpoint, ProxyRelay> relays;
  private final HttpClients http;
  private final @Nullable ExecPlugin plugin;
  private final TokenSource tokens;
  private final InstantSource clock;
  private final ReentrantLock making = new ReentrantLock();
  private volatile @Nullable ApiConnection connection;
  private volatile @Nullable Proxy proxy; // as of the last endpoint

  /**
   * As the other one, with a plug-in of its own.
   *
   * @throws KubeException if a file that is needed now cannot be read
   */
  public ApiClient(
      Kubeconfig.Entry entry,
      ProxyVariables proxies,
      Function<Endpoint, ProxyRelay> relays,
      HttpClients http,
      InstantSource clock)
      throws KubeException {
    this(
        entry,
        new Plugins(clock).of(entry, Map.of()),
        new Surroundings(proxies, relays, http, clock));
  }

  /**
   * What contexts share, and what their user's shell says.
   *
   * @param proxies what the shell says of proxies
   * @param relays leads API calls through the proxy of an endpoint
   */
  public record Surroundings(
      ProxyVariables proxies,
      Function<Endpoint, ProxyRelay> relays,
      HttpClients http,
      InstantSource clock) {}

  /**
   * Makes the client of a kubeconfig's entry. It connects with the first call.
   *
   * @param plugin where its credentials come from, or null
   * @throws KubeException if its credentials cannot be used, or a file that is needed now cannot be
   *     read
   */
  ApiClient(Kubeconfig.Entry entry, @Nullable ExecPlugin plugin, Surroundings surroundings)
      throws KubeException {
    this.entry = entry;
    this.server = ServerUrl.of(entry);
    this.proxies = surroundings.proxies();
    this.relays = surroundings.relays();
    this.http = surroundings.http();
    this.clock = surroundings.clock();
    this.plugin = plugin;
    this.tokens = plugin == null ? Tokens.of(entry, http) : plugin;
    RequestHeaders.of(entry, null); // what cannot be sent is refused before anything is
  }

  /**
   * Makes the client of a context whose kubeconfig was just read.
   *
   * @param shell the environment for its credential plug-in; empty: the daemon's own
   * @throws KubeException if its credentials cannot be used, or a file that is needed now cannot be
   *     read
   */
  public static ApiClient of(
      Kubeconfig.Entry entry, Plugins plugins, Map<String, String> shell, Surroundings surroundings)
      throws KubeException {
    return new ApiClient(entry, plugins.of(entry, shell), surroundings);
  }

  /** Returns what the kubeconfig says of it. */
  public Kubeconfig.Entry entry() {
    return entry;
  }

  /** Returns the name of the context in the kubeconfig. */
  public String name() {
    return entry.name();
  }

  /** Returns the URL of the API server, for people: a user and password in it are masked. */
  public String server() {
    return server.shown();
  }

  /** Returns whether TLS is spoken with the API server and its certificate is not verified. */
  public boolean isInsecure() {
    boolean skips = Boolean.TRUE.equals(entry.server().entry().getInsecureSkipTlsVerify());
    return skips && !server.text().regionMatches(true, 0, PLAIN, 0, PLAIN.length());
  }

  /** Returns the URL of the API server, and the proxy in between, if there is one. */
  public String route() {
    Proxy known = proxy;
    return known == null ? server() : server() + " through the proxy " + known.label();
  }

  /** Returns the namespace that the context itself names, else {@code default}. */
  public String namespace() {
    return entry.namespace();
  }

  /** Returns the credential plug-in, or null. */
  public @Nullable ExecPlugin plugin() {
    return plugin;
  }

  /**
   * Returns how the API server is reached, with the certificate that is valid now.
   *
   * @throws KubeException if the credentials or the certificates cannot be used
   */
  public Endpoint endpoint() throws KubeException {
    return connection().endpoint();
  }

  private ApiConnection connection() throws KubeException {
    PluginAnswer answer =
        plugin == null ? null : plugin.answer(); // under no lock: it may take long
    ApiConnection known = connection;
    return known != null && known.isFor(answer) ? known : make(answer);
  }

  private ApiConnection make(@Nullable PluginAnswer answer) throws KubeException {
    ApiConnection before;
    ApiConnection made;
    lock();
    try {
      before = connection;
      if (before != null && before.isFor(answer)) {
        return before; // another caller was faster
      }
      made = opened(ClientConfig.of(entry, answer), answer);
      connection = made;
    } finally {
      making.unlock();
    }
    if (before != null) {
      before.close();
    }
    return made;
  }

  private void lock() throws KubeException {
    try {
      making.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KubeException(FailureKind.SESSION, "the attempt was canceled", e);
    }
  }

  private ApiConnection opened(Config config, @Nullable PluginAnswer answer) throws KubeException {
    if (!tokens.equals(TokenSource.NONE)) {
      config.setOauthTokenProvider(this::tokenOrNothing);
    }
    Endpoint endpoint = Endpoints.of(config, entry.server().entry().getProxyUrl(), proxies);
    proxy = endpoint.proxy();
    return new ApiConnection(
        config,
        answer == null ? null : answer.certificate(),
        endpoint,
        RequestHeaders.impersonation(entry.user().entry()));
  }

  /**
   * Returns the headers that carry the credentials; one may have several values.
   *
   * @throws KubeException if there are none to be had
   */
  public Map<String, List<String>> headers() throws KubeException {
    return RequestHeaders.of(entry, tokens.token());
  }

  /** Reports that the server refused the credentials: kept ones are not used again. */
  public void credentialsRefused() {
    tokens.refused();
  }

  /** Reports that a person wants a connection now. Returns at once. */
  public void askedByPerson() {
    tokens.askedByPerson();
  }

  /** Says what is odd about the credentials, if anything is. */
  public Optional<String> remark() {
    return tokens.remark();
  }

  /**
   * Says in words that the server refused the credentials, and why where that can be seen from
   * here.
   */
  String refusal() {
    String refused =
        "the API server %s rejected the credentials of context %s (401); "
            .formatted(server(), name());
    return findExpiry().orElseGet(() -> refused + remark().orElse("log in again"));
  }

  /** Returns what kind of credentials the kubeconfig has, in words. */
  public String credentialKind() {
    if (plugin != null) {
      return "credential plug-in " + plugin.program();
    }
    AuthInfo user = entry.user().entry();
    if (!tokens.equals(TokenSource.NONE)) {
      return "token";
    } else if (user.getClientCertificateData() != null || user.getClientCertificate() != null) {
      return "client certificate";
    }
    return user.getUsername() == null ? "no credentials" : "user name and password";
  }

  /**
   * Returns when credentials end that the kubeconfig itself holds; nothing where they do not say
   * so, or are renewed by a plug-in.
   *
   * @throws KubeException if they cannot be read
   */
  public Optional<Instant> findCredentialsEnd() throws KubeException {
    if (plugin != null || entry.user().entry().getAuthProvider() != null) {
      return Optional.empty();
    }
    String token = tokens.token();
    return token == null
        ? ClientCertificate.findEnd(ClientConfig.of(entry, null))
        : TokenEnd.of(token);
  }

  /** Returns words for a client certificate that has expired, if there is one and it has. */
  Optional<String> findExpiry() {
    try {
      PluginAnswer answer = plugin == null ? null : plugin.last();
      return ClientCertificate.findExpiry(ClientConfig.of(entry, answer), clock.instant())
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
  public KubernetesClient client() throws KubeException {
    tokens.token(); // fails here, with the plug-in's own words
    while (true) {
      KubernetesClient client = connection().client(http, relays);
      if (client != null) {
        return client;
      }
      // it was closed in between: the certificate has changed once more
    }
  }

  /**
   * As {@link #client}, for watches, which keep their connections.
   *
   * @throws KubeException if the credentials or the certificates cannot be used
   */
  public KubernetesClient watching() throws KubeException {
    tokens.token(); // as above
    while (true) {
      KubernetesClient client = connection().watching(http, relays);
      if (client != null) {
        return client;
      }
    }
  }

  /** Returns what the proxy said, where that made a call fail. */
  Optional<Failure> findProxyFailure(Throwable thrown) {
    ApiConnection used = connection;
    ProxyRelay relay = used == null ? null : used.relay();
    return relay == null ? Optional.empty() : relay.findFailure(thrown);
  }

  private @Nullable String tokenOrNothing() {
    try {
      return tokens.token();
    } catch (KubeException e) {
      return null; // the server's 401 follows, and with it credentialsRefused()
    }
  }

  /** Ends what is open without waiting; the next call opens it again. */
  @Override
  public void close() {
    ApiConnection ended = connection;
    connection = null;
    if (ended != null) {
      ended.close();
    }
  }
}
