package dev.localport.daemon.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Proxy;
import io.fabric8.kubernetes.api.model.AuthInfo;
import io.fabric8.kubernetes.api.model.AuthInfoBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.internal.SSLUtils;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Certificates, keys and proxies of a kubeconfig, up to what the tunnel uses.
 *
 * <p>Over 300 lines: one test for each way to write credentials in a kubeconfig.
 */
class CredentialsTest {
  @TempDir private static Path pki;

  /** Keys of today in the forms that are found in kubeconfigs: PKCS#8, PKCS#1, SEC1. */
  @BeforeAll
  static void makeKeys() throws IOException {
    openssl("genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out rsa-pkcs8.pem");
    openssl("rsa -in rsa-pkcs8.pem -traditional -out rsa-pkcs1.pem");
    openssl("req -x509 -new -key rsa-pkcs8.pem -subj /CN=eve -days 2 -out rsa.crt");
    openssl("ecparam -name prime256v1 -genkey -noout -out ec-sec1.pem");
    openssl("pkcs8 -topk8 -nocrypt -in ec-sec1.pem -out ec-pkcs8.pem");
    openssl("req -x509 -new -key ec-sec1.pem -subj /CN=eve -days 2 -out ec.crt");
    assertThat(pki.resolve("rsa-pkcs1.pem")).content().contains("BEGIN RSA PRIVATE KEY");
    assertThat(pki.resolve("ec-sec1.pem")).content().contains("BEGIN EC PRIVATE KEY");
  }

  private static void openssl(String arguments) throws IOException {
    Process process =
        new ProcessBuilder(("openssl " + arguments).split(" ", -1))
            .directory(pki.toFile())
            .redirectErrorStream(true)
            .start();
    String output = process.inputReader().readAllAsString();
    assertThat(process.onExit().join().exitValue()).as(output).isZero();
  }

  private static Config config(String cluster, String user) throws IOException, KubeException {
    return ClientConfig.of(entry(cluster, user), null);
  }

  private static Kubeconfig.Entry entry(String cluster, String user)
      throws IOException, KubeException {
    Path file =
        Files.writeString(
            pki.resolve("config"),
            """
            current-context: dev
            contexts: [{name: dev, context: {cluster: c, user: u}}]
            clusters: [{name: c, cluster: {%s}}]
            users: [{name: u, user: {%s}}]
            """
                .formatted(cluster, user));
    return Kubeconfig.read(List.of(file)).context(null);
  }

  private static Endpoint endpoint(String cluster) throws IOException, KubeException {
    Kubeconfig.Entry entry = entry(cluster, "");
    return Endpoints.of(
        ClientConfig.of(entry, null), entry.server().entry().getProxyUrl(), ProxyVariables.NONE);
  }

  private static String inline(String file) throws IOException {
    return Base64.getEncoder().encodeToString(Files.readAllBytes(pki.resolve(file)));
  }

  private static void assertKey(Config config, String algorithm)
      throws GeneralSecurityException, IOException, KubeException {
    X509KeyManager keys = (X509KeyManager) SSLUtils.keyManagers(config)[0];
    String alias = Objects.requireNonNull(keys.getClientAliases(algorithm, null))[0];

    assertThat(keys.getPrivateKey(alias).getAlgorithm()).isEqualTo(algorithm);
    assertThat(Endpoints.of(config, null, ProxyVariables.NONE).tls()).isNotNull();
  }

  @Test
  void theAuthorityThatAKubeconfigNamesIsTheOnlyOne() throws IOException, KubeException {
    String server = "server: \"https://k8s:6443\", ";
    for (String authority :
        List.of(
            "certificate-authority: rsa.crt", "certificate-authority-data: " + inline("rsa.crt"))) {
      X509TrustManager trust = (X509TrustManager) Endpoints.trust(config(server + authority, ""));

      assertThat(trust.getAcceptedIssuers())
          .extracting(issuer -> issuer.getSubjectX500Principal().getName())
          .containsExactly("CN=eve");
    }
  }

  @Test
  void anAuthorityWithoutACertificateIsAMistake() throws IOException {
    Files.createFile(pki.resolve("empty.crt"));

    assertThatThrownBy(
            () -> endpoint("server: \"https://k8s:6443\", certificate-authority: empty.crt"))
        .hasMessage(
            "the kubeconfig's certificate-authority " + pki.resolve("empty.crt") + " is empty");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"rsa-pkcs8, RSA", "rsa-pkcs1, RSA", "ec-sec1, EC", "ec-pkcs8, EC"})
  void everyKindOfKeyServesAsAFileAndInline(String key, String algorithm)
      throws GeneralSecurityException, IOException, KubeException {
    String certificate = key.startsWith("rsa") ? "rsa.crt" : "ec.crt";
    String server = "server: \"https://k8s:6443\"";

    assertKey(
        config(server, "client-certificate: %s, client-key: %s.pem".formatted(certificate, key)),
        algorithm);
    assertKey(
        config(
            server,
            "client-certificate-data: %s, client-key-data: %s"
                .formatted(inline(certificate), inline(key + ".pem"))),
        algorithm);
  }

  @Test
  void aPluginsCertificateGoesBeforeTheFiles()
      throws GeneralSecurityException, IOException, KubeException {
    Kubeconfig.Entry entry =
        Kubeconfig.read(
                List.of(
                    Files.writeString(
                        pki.resolve("exec"),
                        """
                        current-context: dev
                        contexts: [{name: dev, context: {cluster: c, user: u}}]
                        clusters: [{name: c, cluster: {server: "https://k8s"}}]
                        users: [{name: u, user: {client-certificate: rsa.crt, client-key: rsa-pkcs1.pem}}]
                        """)))
            .context(null);
    PluginAnswer answer =
        new PluginAnswer(
            null,
            Files.readString(pki.resolve("ec.crt")),
            Files.readString(pki.resolve("ec-sec1.pem")),
            null);

    assertKey(ClientConfig.of(entry, answer), "EC");
  }

  @Test
  void userNamespaceAndServerNameAreTaken() throws IOException, KubeException {
    Config config =
        config(
            "server: \"https://k8s\", tls-server-name: other", "username: eve, password: secret");

    assertThat(config.getUsername()).isEqualTo("eve");
    assertThat(config.getPassword()).isEqualTo("secret");
    assertThat(config.getNamespace()).isEqualTo("default");
    assertThat(config.getTlsServerName()).isEqualTo("other");
  }

  @Test
  void tunnelsCarryTheSameCredentials() {
    AuthInfo user =
        new AuthInfoBuilder()
            .withUsername("eve")
            .withPassword("secret")
            .withAs("adam")
            .withAsGroups("a", "b")
            .withAsUserExtra(Map.of("Example.org/Some Key", List.of("1", "2")))
            .build();

    assertThat(RequestHeaders.of(user, null))
        .containsExactly(
            Map.entry("User-Agent", List.of("localport")),
            Map.entry("Authorization", List.of("Basic ZXZlOnNlY3JldA==")),
            Map.entry("Impersonate-User", List.of("adam")),
            Map.entry("Impersonate-Group", List.of("a", "b")),
            Map.entry("Impersonate-Extra-example.org%2Fsome%20key", List.of("1", "2")));
    assertThat(RequestHeaders.of(new AuthInfo(), "t"))
        .containsExactly(
            Map.entry("User-Agent", List.of("localport")),
            Map.entry("Authorization", List.of("Bearer t")));
    assertThat(RequestHeaders.of(new AuthInfoBuilder().withAsGroups("a").build(), null))
        .containsOnlyKeys("User-Agent");
  }

  @Test
  void certificatesThatCannotBeReadAreSaid() {
    assertThatThrownBy(() ->
            Endpoints.of(
                config("server: \"https://k8s\", certificate-authority: no-such.pem", ""),
                null,
                ProxyVariables.NONE))
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.KUBECONFIG))
        .hasMessage(
            "the kubeconfig's certificate-authority %s does not exist"
                .formatted(pki.resolve("no-such.pem")));
  }

  @ParameterizedTest(name = "{0}: {1} port {2} below \"{3}\"")
  @CsvSource({
    "https://k8s.example:6443, k8s.example, 6443, ''",
    "https://k8s.example, k8s.example, 443, ''",
    "http://k8s.example, k8s.example, 80, ''",
    "https://k8s.example/, k8s.example, 443, ''",
    "https://rancher/k8s/clusters/c-1/, rancher, 443, /k8s/clusters/c-1",
    "https://[::1]:6443, ::1, 6443, ''",
    "https://[2001:db8::7]/base, 2001:db8::7, 443, /base",
    "HTTPS://k8s.example, k8s.example, 443, ''",
    "HTTP://k8s.example, k8s.example, 80, ''"
  })
  void readsTheServer(String url, String host, int port, String path)
      throws IOException, KubeException {
    Endpoint endpoint = endpoint("insecure-skip-tls-verify: true, server: \"%s\"".formatted(url));

    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
    assertThat(endpoint.basePath()).isEqualTo(path);
    assertThat(endpoint.serverName()).isEqualTo(host);
    assertThat(endpoint.tls() != null).isEqualTo(url.toLowerCase(Locale.ROOT).startsWith("https"));
    assertThat(endpoint.proxy()).isNull();
  }

  @Test
  void tlsServerNameIsTheNameOfTheCertificate() throws IOException, KubeException {
    assertThat(endpoint("server: \"https://10.0.0.1\", tls-server-name: k8s.corp").serverName())
        .isEqualTo("k8s.corp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://", "not a url", "https://a b"})
  void whatIsNoServerIsSaid(String url) {
    assertThatThrownBy(() -> endpoint("server: \"%s\"".formatted(url)))
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.KUBECONFIG))
        .hasMessageContaining("is not a URL");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      nullValues = "-",
      value = {
        "http://proxy:3128, HTTP, proxy, 3128, -, -",
        "http://proxy, HTTP, proxy, 80, -, -",
        "proxy:3128, HTTP, proxy, 3128, -, -",
        "http://eve@proxy:1, HTTP, proxy, 1, eve, -",
        "http://eve:p@w+d@proxy:1/, HTTP, proxy, 1, eve, p@w+d",
        "http://eve:p%3Aw:d@proxy:1, HTTP, proxy, 1, eve, p:w:d",
        "socks5://proxy, SOCKS5, proxy, 1080, -, -",
        "socks5h://[::1]:9, SOCKS5, ::1, 9, -, -"
      })
  void readsTheProxy(
      String url,
      Proxy.Kind kind,
      String host,
      int port,
      @Nullable String user,
      @Nullable String password)
      throws IOException, KubeException {
    for (String server : List.of("https://k8s", "http://k8s")) {
      assertThat(endpoint("server: \"%s\", proxy-url: \"%s\"".formatted(server, url)).proxy())
          .isEqualTo(
              new Proxy(kind, host, port, user, password, null, "proxy-url in the kubeconfig"));
    }
  }

  @Test
  void aProxyOfAnotherKindIsSaid() {
    assertThatThrownBy(() -> endpoint("server: \"https://k8s\", proxy-url: \"ftp://proxy\""))
        .hasMessage(
            "proxy-url in the kubeconfig ftp://proxy: ftp proxies are not supported; use http,"
                + " https or socks5");
  }

  @Test
  void anHttpsProxyIsTrustedByItsOwnCertificates() throws IOException, KubeException {
    Proxy proxy =
        Objects.requireNonNull(
            endpoint(
                    "server: \"https://k8s\", certificate-authority: rsa.crt, proxy-url:"
                        + " \"https://proxy\"")
                .proxy());

    assertThat(proxy.kind()).isEqualTo(Proxy.Kind.HTTPS);
    assertThat(proxy.port()).isEqualTo(443);
    assertThat(proxy.tls()).isNotNull();
  }

  @Test
  void aTokenFileIsReadAnewEachTime() throws IOException, KubeException {
    Path file = Files.writeString(pki.resolve("token"), "one\n");
    TokenFile token = new TokenFile(file);
    assertThat(token.token()).isEqualTo("one");

    Files.writeString(file, "  two");
    token.refused();
    assertThat(token.token()).isEqualTo("two");

    Files.delete(file);
    assertThatThrownBy(token::token)
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.CREDENTIALS))
        .hasMessage("the token file " + file + " does not exist");
  }

  @Test
  void filesThatTheKubeconfigNamesMayBeAnythingAndAreRefusedInWords()
      throws IOException, InterruptedException {
    Path pipe = pki.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    String server = "server: \"https://k8s:6443\"";

    assertThatThrownBy(() -> config(server + ", certificate-authority: /dev/zero", ""))
        .hasMessage(
            "the kubeconfig's certificate-authority /dev/zero cannot be read: it is a device, not a"
                + " regular file");
    assertThatThrownBy(() -> config(server, "client-certificate: pipe, client-key: rsa-pkcs8"))
        .hasMessage(
            "the kubeconfig's client-certificate %s cannot be read: it is a pipe, not a regular file"
                .formatted(pipe));
    assertThatThrownBy(() -> config(server, "client-certificate: rsa.crt, client-key: gone"))
        .hasMessage("the kubeconfig's client-key " + pki.resolve("gone") + " does not exist");
    assertThatThrownBy(() -> new TokenFile(pipe).token())
        .hasMessage(
            "the token file %s cannot be read: it is a pipe, not a regular file".formatted(pipe));
    Files.delete(pipe);
  }
}
