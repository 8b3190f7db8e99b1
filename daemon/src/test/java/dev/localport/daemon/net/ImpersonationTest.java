package dev.localport.daemon.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.tunnel.DialException;
import dev.localport.daemon.tunnel.Patience;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A user who acts as another one does so in everything that is asked: in API calls, probes, and
 * tunnels of each protocol.
 */
class ImpersonationTest {
  private static final String ADAM =
      "as: adam, as-uid: u-1, as-groups: [devs, ops], as-user-extra: {example.org/some key: [\"1\", \"2\"]}";
  private static final Transport transport = Transport.open(1);
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Patience PATIENCE = new Patience(LIMIT, LIMIT, LIMIT, LIMIT, LIMIT);

  @TempDir private static Path folder;

  private final Map<String, Headers> asked = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  ImpersonationTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void start() {
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @AfterAll
  static void close() throws InterruptedException {
    transport.close(LIMIT);
  }

  /** Forbids all but a sign of life, to the user eve. */
  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    Headers headers = exchange.getRequestHeaders();
    asked.put(path + " " + headers.getFirst("Sec-WebSocket-Protocol"), headers);
    byte[] body =
        """
        {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Forbidden", "code": 403,
         "message": "User \\"eve\\" cannot do this"}
        """
            .getBytes(UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(path.equals("/livez") ? 200 : 403, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private KubeContext context(KubeContexts contexts, String user)
      throws IOException, KubeException {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            current-context: dev
            contexts: [{name: dev, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
            users: [{name: u, user: {%s}}]
            """
                .formatted(server.getAddress().getPort(), user));
    return contexts.open(new KubeShell(config.toString(), ProxyVariables.NONE), null);
  }

  /** Asks in each way that there is, and returns what is said of the refusals. */
  private Map<String, String> refusals(String user) throws IOException, KubeException {
    Map<String, String> said = new LinkedHashMap<>();
    try (KubeContexts contexts = new KubeContexts(InstantSource.system(), transport)) {
      KubeContext context = context(contexts, user);
      assertThat(context.reads().probe(LIMIT).took()).isPositive();
      assertThatThrownBy(() -> context.names().namespaces(""))
          .isInstanceOfSatisfying(
              KubeException.class, e -> said.put("API call", e.failure().message()));
      for (Protocol protocol : Protocol.values()) {
        said.put(protocol.toString(), dial(context, protocol));
      }
    }
    return said;
  }

  private static String dial(KubeContext context, Protocol protocol) throws KubeException {
    SessionDialer.Access access = new SessionDialer.Access(context.endpoint(), context.headers());
    SessionDialer.Request request =
        new SessionDialer.Request(access, () -> access, "shop", "web", PATIENCE, "way");
    try {
      Await.get(
          new SessionDialer(transport, InstantSource.system())
              .dial(request, protocol, transport.next()));
      throw new AssertionError("all is forbidden");
    } catch (CompletionException e) {
      DialException why = (DialException) Objects.requireNonNull(e.getCause());
      assertThat(why.failure().kind()).isEqualTo(FailureKind.FORBIDDEN);
      return why.failure().message();
    }
  }

  @Test
  void allThatIsAskedNamesWhomTheUserActsAs() throws IOException, KubeException {
    var _ = refusals(ADAM);

    assertThat(asked).hasSize(2 + Protocol.values().length);
    assertThat(asked)
        .allSatisfy((what, headers) -> {
          assertThat(headers.get("Impersonate-User")).as(what).containsExactly("adam");
          assertThat(headers.get("Impersonate-Uid")).as(what).containsExactly("u-1");
          assertThat(headers.get("Impersonate-Group")).as(what).containsExactly("devs", "ops");
          assertThat(headers.get("Impersonate-Extra-example.org%2Fsome%20key"))
              .as(what)
              .containsExactly("1", "2");
        });
  }

  @Test
  void aRefusalOfAnotherUserSaysThatTheHeadersWereDropped() throws IOException, KubeException {
    assertThat(refusals(ADAM))
        .hasSize(1 + Protocol.values().length)
        .allSatisfy((what, said) ->
            assertThat(said)
                .as(what)
                .endsWith(
                    "User \"eve\" cannot do this; the kubeconfig acts as adam, but the API server"
                        + " saw eve: a proxy or gateway on the path drops the impersonation headers"));
  }

  @Test
  void aRefusalOfTheRightUserStandsAlone() throws IOException, KubeException {
    assertThat(refusals("as: eve").values())
        .allSatisfy(said -> assertThat(said).endsWith("User \"eve\" cannot do this"));
    assertThat(refusals("").values())
        .allSatisfy(said -> assertThat(said).endsWith("User \"eve\" cannot do this"));
  }

  @Test
  void whoMayNotImpersonateIsNamedTruly() {
    assertThat(
            ActsAs.remark(
                Map.of(ActsAs.USER, List.of("adam")),
                "users \"adam\" is forbidden: User \"eve\" cannot impersonate resource"))
        .isEmpty();
  }

  @Test
  void groupsWithoutAUserAreRefusedAndNotIgnored() {
    for (String user : List.of("as-groups: [devs]", "as-uid: u-1", "as-user-extra: {k: [v]}")) {
      assertThatThrownBy(() -> refusals(user))
          .isInstanceOfSatisfying(
              KubeException.class,
              e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.KUBECONFIG))
          .hasMessage(
              "the user of context dev has as-uid, as-groups or as-user-extra, but not as; add as"
                  + " to the kubeconfig, or remove them");
    }
  }
}
