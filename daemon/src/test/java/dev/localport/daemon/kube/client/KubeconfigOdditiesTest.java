package dev.localport.daemon.kube.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.FailureKind;
import dev.localport.api.ProxyVariables;
import dev.localport.daemon.net.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people have in their kubeconfigs and no example shows. */
class KubeconfigOdditiesTest {
  private static final String GOOD =
      """
      current-context: dev
      contexts: [{name: dev, context: {cluster: c, user: u}}]
      clusters: [{name: c, cluster: {server: "https://k8s:6443"}}]
      users: [{name: u, user: {}}]
      """;

  @TempDir private Path folder;

  private Kubeconfig.Entry entry(String text) throws IOException, KubeException {
    Path file = Files.writeString(folder.resolve("config"), text);
    return Kubeconfig.read(List.of(file)).context("dev");
  }

  private ApiClient client(String text) throws IOException, KubeException {
    return new ApiClient(
        entry(text),
        ProxyVariables.NONE,
        _ -> {
          throw new AssertionError("there is no proxy");
        },
        _ -> {
          throw new AssertionError("no client is needed");
        },
        InstantSource.system());
  }

  private ApiClient user(String user) throws IOException, KubeException {
    return client(GOOD.replace("user: {}", "user: {" + user + "}"));
  }

  private static void assertRefused(ThrowingCallable what, String message) {
    StringWriter trace = new StringWriter();
    assertThatThrownBy(what)
        .hasMessage(message)
        .satisfies(e -> e.printStackTrace(new PrintWriter(trace)))
        .isInstanceOfSatisfying(
            KubeException.class,
            e -> assertThat(e.failure().kind()).isEqualTo(FailureKind.CREDENTIALS));
    assertThat(trace.toString()).doesNotContain("planted");
  }

  @Test
  void aTokenWithALineEndIsRefusedWhenItIsReadAndNotShown() {
    assertRefused(
        () -> user("token: \"planted\\nsecret\""),
        "the token of context dev has a line break or another control character in it; correct it"
            + " in"
            + " the kubeconfig");
  }

  @Test
  void aTokenFileMayEndWithALineEndAndHaveNoneWithin() throws IOException, KubeException {
    Files.writeString(folder.resolve("token"), "good\n");
    assertThat(user("tokenFile: token").headers())
        .containsEntry("Authorization", List.of("Bearer good"));

    Files.writeString(folder.resolve("token"), "planted\r\nsecret\n");
    assertRefused(
        () -> user("tokenFile: token").headers(),
        "the token file %s has a line break or another control character in it"
            .formatted(folder.resolve("token")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "as: \"planted\\r\\nx\" | Impersonate-User",
        "as: eve, as-groups: [\"planted\\nx\"] | Impersonate-Group",
        "as: eve, as-user-extra: {k: [\"planted\\u0000x\"]} | Impersonate-Extra-k"
      })
  void anyOtherHeaderWithALineEndIsNamedAndNotShown(String user, String header) {
    assertRefused(
        () -> user(user),
        "the header %s for context dev has a line break or another control character in it; correct it in the kubeconfig"
            .formatted(header));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcp | install gke-gcloud-auth-plugin, then run: gcloud container clusters get-credentials"
            + " CLUSTER",
        "azure | install kubelogin, then run: kubelogin convert-kubeconfig",
        "other | use a credential plug-in (exec) instead"
      })
  void anAuthProviderThatIsNoMoreIsNamedWithWhatReplacesIt(String provider, String remedy) {
    assertRefused(
        () ->
            user("auth-provider: {name: %s, config: {access-token: planted}}".formatted(provider)),
        "context dev logs in with auth-provider: %s, which Kubernetes has removed; %s"
            .formatted(provider, remedy));
  }

  @ParameterizedTest
  @CsvSource({
    "https://k8s:6443, true, true",
    "HTTPS://k8s:6443, true, true",
    "https://k8s:6443, false, false",
    "http://k8s:6443, true, false",
    "HTTP://k8s:6443, true, false"
  })
  void skippedVerificationIsInsecureWhereTlsIsSpoken(String url, boolean skips, boolean insecure)
      throws IOException, KubeException {
    String server = "server: \"" + url + "\", insecure-skip-tls-verify: " + skips;

    assertThat(client(GOOD.replace("server: \"https://k8s:6443\"", server)).isInsecure())
        .isEqualTo(insecure);
  }

  @ParameterizedTest(name = "{0} is {1} port {2}")
  @CsvSource({
    "https://k8s_dev.local:6443, k8s_dev.local, 6443",
    "https://k8s_dev.local/base/, k8s_dev.local, 443",
    "HTTPS://-odd-.Example., -odd-.Example., 443",
    "https://bücher.example:6443, bücher.example, 6443",
    "https://[2001:db8::1]:6443, 2001:db8::1, 6443",
    "https://[2001:db8::1], 2001:db8::1, 443",
    "http://k8s, k8s, 80"
  })
  void anyNameThatDnsMayKnowIsAServer(String url, String host, int port)
      throws IOException, KubeException {
    Endpoint endpoint = client(GOOD.replace("https://k8s:6443", url)).endpoint();

    assertThat(endpoint.host()).isEqualTo(host);
    assertThat(endpoint.port()).isEqualTo(port);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://", "https://:6443", "ftp://k8s", "https://k8s:99999", "https://a b"})
  void whatIsNoUrlOfAServerIsRefused(String url) {
    assertThatThrownBy(() -> client(GOOD.replace("https://k8s:6443", url)).endpoint())
        .isInstanceOf(KubeException.class)
        .hasMessageStartingWith("the kubeconfig's server \"")
        .hasMessageContaining(url)
        .hasMessageContaining(" is not a URL with a ");
  }

  /** As client-go's defaultServerUrlFor: TLS where anything is said of certificates. */
  @ParameterizedTest(name = "TLS is {1} with {0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "server: \"k8s:6443\" | false",
        "server: \"k8s:6443\", insecure-skip-tls-verify: true | true"
      })
  void aServerWithoutASchemeIsPlainHttpUnlessCertificatesAreNamed(String server, boolean tls)
      throws IOException, KubeException {
    ApiClient client = client(GOOD.replace("server: \"https://k8s:6443\"", server));

    assertThat(client.endpoint().tls() != null).isEqualTo(tls);
    assertThat(client.endpoint().port()).isEqualTo(6443);
    assertThat(client.server()).isEqualTo((tls ? "https" : "http") + "://k8s:6443");
  }

  @ParameterizedTest(name = "TLS is {2} with {0} and {1}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "certificate-authority: ca.crt | - | true",
        "certificate-authority-data: Zm9v | - | true",
        "certificate-authority: '' | - | false",
        "tls-server-name: other.corp | - | false",
        "insecure-skip-tls-verify: false | - | false",
        "- | client-certificate: eve.crt, client-key: eve.key | true",
        "- | client-certificate-data: Zm9v, client-key-data: Zm9v | true",
        "- | client-key: eve.key | false",
        "- | token: t | false"
      })
  void aServerWithoutASchemeIsTlsWhereAnAuthorityOrAClientCertificateIsNamed(
      @Nullable String cluster, @Nullable String user, boolean tls)
      throws IOException, KubeException {
    String text =
        GOOD.replace(
                "server: \"https://k8s:6443\"",
                "server: \"k8s:6443\"" + (cluster == null ? "" : ", " + cluster))
            .replace("user: {}", "user: {" + (user == null ? "" : user) + "}");

    assertThat(ServerUrl.of(entry(text)).text())
        .isEqualTo((tls ? "https" : "http") + "://k8s:6443");
  }

  @Test
  void aPasswordInTheServerIsSentAsKubectlDoesAndShownNowhere() throws IOException, KubeException {
    ApiClient client = client(GOOD.replace("https://", "https://eve:plan%40ted@"));
    Endpoint endpoint = client.endpoint();

    assertThat(client.server()).isEqualTo("https://***@k8s:6443");
    assertThat(client.route()).isEqualTo("https://***@k8s:6443");
    assertThat(client.refusal()).contains("https://***@k8s:6443");
    assertThat(endpoint.host()).isEqualTo("k8s");
    assertThat(client.headers())
        .containsEntry("Authorization", List.of("Basic ZXZlOnBsYW5AdGVk")); // eve:plan@ted
  }

  @Test
  void aTokenGoesBeforeThePasswordInTheServer() throws IOException, KubeException {
    String both =
        GOOD.replace("https://", "https://eve:planted@").replace("user: {}", "user: {token: t}");

    assertThat(client(both).headers()).containsEntry("Authorization", List.of("Bearer t"));
    assertThat(ClientConfig.of(entry(both), null).getPassword()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://eve:planted@",
        "https://eve:pla/nted@k8s:x",
        "https://eve:planted@k8s:not-a-port"
      })
  void aServerThatIsNoUrlIsShownWithoutItsPassword(String url) {
    StringWriter trace = new StringWriter();
    assertThatThrownBy(() -> client(GOOD.replace("https://k8s:6443", url)).endpoint())
        .isInstanceOf(KubeException.class)
        .satisfies(e -> e.printStackTrace(new PrintWriter(trace)));
    assertThat(trace.toString()).doesNotContain("planted").doesNotContain("nted@");
  }

  @Test
  void aListThatIsNullIsEmpty() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("config"), "contexts: null\nclusters: null\nusers: null\n");

    assertThatThrownBy(() -> Kubeconfig.read(List.of(file)).context("dev"))
        .hasMessage("the kubeconfig %s has no context \"dev\"; it has none".formatted(file));
  }

  @Test
  void anEntryThatIsNullHurtsNoOther() throws IOException, KubeException {
    assertThat(
            entry(
                    GOOD.replace("contexts: [", "contexts: [null, ")
                        .replace("users: [", "users: [null, "))
                .name())
        .isEqualTo("dev");
  }

  @Test
  void aByteOrderMarkCountsForNothing() throws IOException, KubeException {
    assertThat(entry("\ufeff" + GOOD).name()).isEqualTo("dev");
  }

  @Test
  void ofSeveralDocumentsTheFirstHoldsAsForKubectl() throws IOException, KubeException {
    String second = GOOD.replace("k8s:6443", "other:1");

    assertThat(entry("# mine\n---\n" + GOOD + "---\n" + second).server().entry().getServer())
        .isEqualTo("https://k8s:6443");
    assertThat(entry(GOOD + "...\n---\n" + second).server().entry().getServer())
        .isEqualTo("https://k8s:6443");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "users: [{name: u, user: {token: {planted: secret}}}]",
        "users: [{name: u, user: planted}]",
        "users: [{name: u, user: {token: \"planted}}]",
        "users: {name: planted}",
        "planted",
        "token: @planted"
      })
  void whatCannotBeReadIsNeverQuoted(String text) {
    StringWriter trace = new StringWriter();
    assertThatThrownBy(() -> entry(text))
        .isInstanceOf(KubeException.class)
        .hasMessageStartingWith(folder + "/config is not a kubeconfig: ")
        .satisfies(e -> e.printStackTrace(new PrintWriter(trace)));
    assertThat(trace.toString()).doesNotContain("planted");
  }

  @Test
  void aPluginThatAsksForItIsToldOfTheCluster() throws IOException, KubeException {
    Files.writeString(folder.resolve("ca.pem"), "CA");
    Kubeconfig.Entry entry =
        entry(
            """
            contexts: [{name: dev, context: {cluster: c, user: u}}]
            clusters:
            - name: c
              cluster:
                server: https://k8s:6443/base
                certificate-authority: ca.pem
                tls-server-name: other
                proxy-url: http://proxy:3128
                extensions:
                - {name: client.authentication.k8s.io/exec, extension: {audience: demo-aud}}
                - {name: another, extension: {audience: no}}
            users:
            - name: u
              user:
                exec:
                  apiVersion: client.authentication.k8s.io/v1
                  command: plugin
                  provideClusterInfo: true
                  interactiveMode: IfAvailable
            """);

    Map<String, String> variables =
        Plugins.command(entry).additions(PluginCommand.Terminal.ATTACHED);

    assertThat(variables)
        .containsExactly(
            Map.entry(
                "KUBERNETES_EXEC_INFO",
                "{\"apiVersion\":\"client.authentication.k8s.io/v1\",\"kind\":\"ExecCredential\","
                    + "\"spec\":{\"cluster\":{\"server\":\"https://k8s:6443/base\","
                    + "\"tls-server-name\":\"other\",\"certificate-authority-data\":\"Q0E=\","
                    + "\"proxy-url\":\"http://proxy:3128\",\"config\":{\"audience\":\"demo-aud\"}},"
                    + "\"interactive\":true}}"));
  }
}
