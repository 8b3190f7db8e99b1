package dev.localport.daemon.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.KubeContext;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.tunnel.DialException;
import dev.localport.daemon.tunnel.Patience;
import dev.localport.daemon.tunnel.Protocol;
import dev.localport.daemon.tunnel.Refusal;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.simulator.Authority;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every TLS key of a kubeconfig, by everything that connects to an API server: a call, the probe of
 * a monitor, and a tunnel in each protocol. All have the same verdict, in the same words.
 *
 * <p>Over 300 lines, since all keys go through the same five attempts.
 */
class TlsKeysTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Patience PATIENCE = new Patience(LIMIT, LIMIT, LIMIT, LIMIT, LIMIT);
  private static final Authority AUTHORITY = authority(Duration.ZERO);
  private static final Transport transport = Transport.open(1);

  @TempDir private static Path folder;

  private static Authority authority(Duration fromNow) {
    return new Authority(Instant.now().plus(fromNow));
  }

  @BeforeAll
  static void writeCredentials() throws IOException {
    Authority.Identity eve = AUTHORITY.client("eve");
    write("ca.crt", AUTHORITY.own().certificatePem());
    write("other-ca.crt", authority(Duration.ZERO).own().certificatePem());
    write("eve.crt", eve.certificatePem());
    write("eve.key", eve.keyPem());
    Authority.Identity stranger = authority(Duration.ZERO).client("eve");
    write("stranger.crt", stranger.certificatePem());
    write("stranger.key", stranger.keyPem());
  }

  private static void write(String file, String content) throws IOException {
    Files.writeString(folder.resolve(file), content);
  }

  @AfterAll
  static void close() throws InterruptedException {
    transport.close(Duration.ofSeconds(5));
  }

  /** What a client gets that connects; null: an answer. */
  private interface Attempt {
    @Nullable Failure run() throws KubeException;
  }

  /** Returns what each gets; null: an answer of the server. */
  private static Map<String, @Nullable Failure> attempts(
      TlsServer server, String cluster, String user) throws IOException, KubeException {
    return attempts("https://127.0.0.1:" + server.port(), cluster, user);
  }

  private static Map<String, @Nullable Failure> attempts(String url, String cluster, String user)
      throws IOException, KubeException {
    Path config =
        Files.writeString(
            folder.resolve("config"),
            """
            current-context: dev
            contexts: [{name: dev, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {server: "%s", %s}}]
            users: [{name: u, user: {%s}}]
            """
                .formatted(url, inlined(cluster), inlined(user)));
    Map<String, @Nullable Failure> got = new LinkedHashMap<>();
    try (KubeContexts contexts = new KubeContexts(InstantSource.system(), transport)) {
      KubeContext context =
          contexts.open(new KubeShell(config.toString(), ProxyVariables.NONE), null);
      got.put("API call", failure(() -> call(context)));
      got.put("probe", failure(() -> probe(context)));
      for (Protocol protocol : Protocol.values()) {
        got.put(protocol.toString(), failure(() -> dial(context, protocol)));
      }
    }
    return got;
  }

  /** Puts a file's content in the place of {@code @FILE}, as the keys that end in -data have it. */
  private static String inlined(String keys) throws IOException {
    String text = keys;
    for (String file : new String[] {"ca.crt", "eve.crt", "eve.key"}) {
      byte[] content = Files.readString(folder.resolve(file)).getBytes(UTF_8);
      text = text.replace("@" + file, Base64.getEncoder().encodeToString(content));
    }
    return text;
  }

  private static @Nullable Failure failure(Attempt attempt) {
    Failure failure;
    try {
      failure = attempt.run();
    } catch (KubeException e) {
      failure = e.failure();
    }
    return failure == null
        ? null
        : new Failure(
            failure.kind(), failure.message().replaceAll("(https://)?127[.0-9:]+", "SERVER"));
  }

  private static @Nullable Failure call(KubeContext context) throws KubeException {
    assertThat(context.names().namespaces("")).isEmpty();
    return null;
  }

  private static @Nullable Failure probe(KubeContext context) throws KubeException {
    assertThat(context.reads().probe(LIMIT).took()).isPositive();
    return null;
  }

  private static @Nullable Failure dial(KubeContext context, Protocol protocol)
      throws KubeException {
    SessionDialer.Access access = new SessionDialer.Access(context.endpoint(), context.headers());
    SessionDialer.Request request =
        new SessionDialer.Request(access, () -> access, "shop", "web", PATIENCE, "way");
    try {
      Await.get(
          new SessionDialer(transport, InstantSource.system())
              .dial(request, protocol, transport.next()));
      throw new AssertionError("the server has no pods");
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(DialException.class);
      DialException why = (DialException) e.getCause();
      boolean answered = why.refusal().filter(Refusal.Answered.class::isInstance).isPresent();
      return answered ? null : why.failure();
    }
  }

  private static void assertAllGet(Map<String, @Nullable Failure> got, @Nullable Failure wanted) {
    assertThat(got).hasSize(2 + Protocol.values().length);
    assertThat(got).allSatisfy((who, failure) -> assertThat(failure).as(who).isEqualTo(wanted));
  }

  @Test
  void aNameOfWhichOnlyTheSecondAddressAnswersIsReachedByAll()
      throws IOException, GeneralSecurityException, KubeException {
    MadeUpNames.set("second.split.corp", "127.0.0.2", "127.0.0.1");
    try (TlsServer server = new TlsServer(AUTHORITY.server(), null)) {
      String url = "https://second.split.corp:" + server.port();

      assertAllGet(
          attempts(url, "certificate-authority: ca.crt, tls-server-name: localhost", ""), null);
    }
  }

  @Test
  void aNameThatIsNotKnownIsSaidByAllInTheSameWords() throws IOException, KubeException {
    MadeUpNames.set("unknown.split.corp");

    assertAllGet(
        attempts("https://unknown.split.corp:6443", "certificate-authority: ca.crt", ""),
        new Failure(
            FailureKind.UNREACHABLE,
            "the API server unknown.split.corp:6443 cannot be reached: its name cannot be"
                + " resolved"));
  }

  private static Failure untrusted(String why) {
    return new Failure(
        FailureKind.CERTIFICATE,
        "the API server SERVER is not trusted: %s; check certificate-authority in the kubeconfig"
            .formatted(why));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "certificate-authority: ca.crt        | -",
        "certificate-authority-data: @ca.crt  | -",
        "certificate-authority: other-ca.crt  | no trusted CA signed its certificate",
        "certificate-authority: other-ca.crt, certificate-authority-data: @ca.crt | -",
        "x: y                                 | no trusted CA signed its certificate",
        "insecure-skip-tls-verify: true       | -",
        "insecure-skip-tls-verify: true, tls-server-name: other.corp | -",
        "certificate-authority: ca.crt, tls-server-name: localhost | -",
        "certificate-authority: ca.crt, tls-server-name: other.corp | its certificate is not"
            + " valid for other.corp",
      })
  void theServerIsTrustedAsTheClusterSays(String cluster, @Nullable String why)
      throws IOException, GeneralSecurityException, KubeException {
    try (TlsServer server = new TlsServer(AUTHORITY.server(), null)) {
      assertAllGet(attempts(server, cluster, ""), why == null ? null : untrusted(why));
    }
  }

  @Test
  void tlsServerNameIsTheNameThatIsAskedForAndVerified()
      throws IOException, GeneralSecurityException, KubeException {
    String authority = "certificate-authority: ca.crt";
    try (TlsServer server = new TlsServer(AUTHORITY.server("k8s.corp"), null)) {
      assertAllGet(attempts(server, authority + ", tls-server-name: k8s.corp", ""), null);
      assertThat(server.names).hasSize(2 + Protocol.values().length).containsOnly("k8s.corp");

      assertAllGet(
          attempts(server, authority, ""), untrusted("its certificate is not valid for SERVER"));
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "client-certificate: eve.crt, client-key: eve.key              | -",
        "client-certificate-data: @eve.crt, client-key-data: @eve.key  | -",
        "client-certificate: stranger.crt, client-key: stranger.key, client-certificate-data:"
            + " @eve.crt, client-key-data: @eve.key | -",
        "username: eve, password: secret                               | certificate_required",
        "client-certificate: stranger.crt, client-key: stranger.key    | certificate_unknown"
      })
  void theClientShowsTheCertificateOfTheUser(String user, @Nullable String alert)
      throws IOException, GeneralSecurityException, KubeException {
    try (TlsServer server = new TlsServer(AUTHORITY.server(), AUTHORITY)) {
      assertAllGet(
          attempts(server, "certificate-authority: ca.crt", user),
          alert == null
              ? null
              : new Failure(
                  FailureKind.CREDENTIALS,
                  "the API server SERVER rejected the client certificate (%s); get a new kubeconfig"
                      .formatted(alert)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"HTTPS", "Https"})
  void theSchemeOfTheServerMayBeInAnyCase(String scheme)
      throws IOException, GeneralSecurityException, KubeException {
    try (TlsServer server = new TlsServer(AUTHORITY.server(), null)) {
      String url = scheme + "://127.0.0.1:" + server.port();

      assertAllGet(attempts(url, "certificate-authority: ca.crt", ""), null);
    }
  }

  @ParameterizedTest(name = "{0} days from now")
  @CsvSource({"-30, has expired", "30, is not valid yet; check this machine's clock"})
  void aCertificateOfAnotherTimeIsSaid(int days, String words)
      throws IOException, GeneralSecurityException, KubeException {
    Authority then = authority(Duration.ofDays(days));
    write("then.crt", then.own().certificatePem());
    try (TlsServer server = new TlsServer(then.server(), null)) {
      assertAllGet(
          attempts(server, "certificate-authority: then.crt", ""),
          new Failure(
              FailureKind.CERTIFICATE, "the certificate of the API server SERVER " + words));
      assertAllGet(attempts(server, "insecure-skip-tls-verify: true", ""), null);
    }
  }

  /** What answers in plain text: a web server, one of Python, a proxy, and no web server at all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 400 Bad Request\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n<html>",
        "HTTP/1.0 400 Bad request syntax\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: https://login.corp/\r\nContent-Length: 0\r\n\r\n",
        "SSH-2.0-OpenSSH_9.6\r\n",
      })
  void aServerThatSpeaksNoTlsIsSaidAndCountsAsUnreachable(String answer)
      throws IOException, KubeException {
    try (PlainServer server = new PlainServer(answer)) {
      assertAllGet(
          attempts("https://127.0.0.1:" + server.port(), "certificate-authority: ca.crt", ""),
          new Failure(
              FailureKind.UNREACHABLE,
              "SERVER does not speak TLS; check server in the kubeconfig: is it http://, or does"
                  + " something else listen there?"));
    }
  }
}
