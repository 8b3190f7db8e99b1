package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ProxyVariables;
import dev.localport.api.ShellEnvironment;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.Transport;
import dev.localport.testing.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which contexts are one, and when they are read again. */
class KubeContextsTest {
  private static final String TWO =
      """
      current-context: dev
      contexts: [{name: dev, context: {cluster: c}}, {name: prod, context: {cluster: c}}]
      clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
      """;

  @TempDir private Path folder;
  private final Transport transport = Transport.open(1);
  private final KubeContexts contexts = new KubeContexts(Instant::now, transport);
  private String kubeconfig = "";
  private int writes;

  @BeforeEach
  void write() throws IOException {
    write(TWO);
  }

  @AfterEach
  void close() throws InterruptedException {
    contexts.close();
    transport.close(Duration.ofSeconds(5));
  }

  private void write(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config"), text);
    writes++;
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * writes));
    kubeconfig = file.toString();
  }

  @Test
  void noPasswordOfAProxyIsPrinted() {
    ProxyVariables variables = new ProxyVariables("http://eve:secret@p", null, null, null);

    assertThat(new KubeShell(null, variables).toString()).doesNotContain("secret");
  }

  @Test
  void theCurrentContextIsTheOneOfItsName() throws KubeException {
    KubeContext current = open(kubeconfig, null);

    assertThat(current.name()).isEqualTo("dev");
    assertThat(open(kubeconfig, "dev")).isSameAs(current);
    assertThat(open(kubeconfig, null)).isSameAs(current);
    assertThat(open(kubeconfig, "prod").name()).isEqualTo("prod");
  }

  @Test
  void aKubeconfigThatHasChangedIsReadAgainOnce() throws IOException, KubeException {
    KubeContext before = open(kubeconfig, null);
    write(TWO.replace("127.0.0.1:1", "127.0.0.1:2"));

    KubeContext named = open(kubeconfig, "dev");

    assertThat(named.server()).isEqualTo("http://127.0.0.1:2");
    assertThat(before.server()).isEqualTo("http://127.0.0.1:1");
    assertThat(open(kubeconfig, null)).isSameAs(named);
  }

  @Test
  void whoeverAsksForTheCurrentContextFollowsIt() throws IOException, KubeException {
    open(kubeconfig, null);
    write(TWO.replace("current-context: dev", "current-context: prod"));

    KubeContext current = open(kubeconfig, null);

    assertThat(current.name()).isEqualTo("prod");
    assertThat(open(kubeconfig, "prod")).isSameAs(current);
    assertThat(open(kubeconfig, "dev").name()).isEqualTo("dev");
  }

  @Test
  void oneThatIsMissingIsToldEachTimeAndReadWhenItIsThere() throws IOException, KubeException {
    Files.delete(Path.of(kubeconfig));
    assertThatThrownBy(() -> open(kubeconfig, "dev")).isInstanceOf(KubeException.class);
    assertThatThrownBy(() -> open(kubeconfig, "dev")).isInstanceOf(KubeException.class);

    write(TWO);
    assertThat(open(kubeconfig, "dev").name()).isEqualTo("dev");
  }

  private KubeContext open(@Nullable String kubeconfig, @Nullable String context)
      throws KubeException {
    return contexts.open(new KubeShell(kubeconfig, ProxyVariables.NONE), context);
  }

  @Test
  void aFileThatTheKubeconfigNamesMakesANewContextWhenItIsRenewedInPlace()
      throws IOException, KubeException {
    for (String key :
        List.of("certificate-authority", "client-certificate", "client-key", "tokenFile")) {
      Path named = Files.writeString(folder.resolve("named.pem"), "one");
      String in = "{" + key + ": named.pem}";
      boolean ofCluster = key.equals("certificate-authority");
      write(
          """
          current-context: dev
          contexts: [{name: dev, context: {cluster: c, user: u}}]
          clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"%s}}]
          users: [{name: u, user: %s}]
          """
              .formatted(
                  ofCluster ? ", certificate-authority: named.pem" : "", ofCluster ? "{}" : in));
      KubeContext before = open(kubeconfig, null);
      assertThat(open(kubeconfig, null)).as(key).isSameAs(before);
      assertThat(contexts.namedFiles()).as(key).containsExactly(named);

      Files.writeString(named, "another");

      assertThat(open(kubeconfig, null)).as(key).isNotSameAs(before);
    }
  }

  @Test
  void aNewAuthorityOrServerUnderOneNameIsAnotherConnection() throws IOException, KubeException {
    KubeContext before = open(kubeconfig, "dev");
    write(TWO.replace("server:", "certificate-authority-data: QQ==, server:"));
    KubeContext otherAuthority = open(kubeconfig, "dev");
    write(TWO.replace("127.0.0.1:1", "127.0.0.1:2"));

    assertThat(otherAuthority).isNotSameAs(before);
    assertThat(open(kubeconfig, "dev").route()).isEqualTo("http://127.0.0.1:2");
  }

  private static final String PLUGIN =
      """
      current-context: dev
      contexts: [{name: dev, context: {cluster: c, user: u}}, {name: prod, context: {cluster: c}}]
      clusters: [{name: c, cluster: {server: "http://127.0.0.1:1"}}]
      users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: cat, args: [%s]}}}]
      """;

  private KubeContext open(Map<String, String> variables, String context) throws KubeException {
    ShellLoan loan = new ShellLoan();
    loan.lend(ShellEnvironment.of(variables, "a shell"));
    return contexts.open(new KubeShell(kubeconfig, ProxyVariables.NONE, loan), context);
  }

  @Test
  void shellsThatDifferInWhatCountsHaveAPluginEachAndShareAllElse()
      throws IOException, KubeException {
    write(PLUGIN.formatted("x"));
    KubeContext team = open(Map.of("AWS_PROFILE", "team", "PWD", "/here"), "dev");

    assertThat(open(Map.of("AWS_PROFILE", "team", "PWD", "/there"), "dev")).isSameAs(team);
    assertThat(open(Map.of("AWS_PROFILE", "other"), "dev")).isNotSameAs(team);
    assertThat(open(Map.of("AWS_PROFILE", "other"), "prod"))
        .isSameAs(open(Map.of("AWS_PROFILE", "team"), "prod"));
  }

  @Test
  void aServiceOnAPortThatALoginNeedsIsNamed() throws IOException, KubeException {
    write(PLUGIN.formatted("oidc-login, get-token").replace("command: cat", "command: kubectl"));
    open(kubeconfig, "dev");

    assertThat(contexts.loginsHinderedBy("web", 8000))
        .containsExactly(
            "web uses port 8000, which the credential plug-in of context dev needs to log in; use"
                + " another local_port");
    assertThat(contexts.loginsHinderedBy("web", 8085)).isEmpty();
    write(PLUGIN.formatted("x").replace("command: cat", "command: /opt/gke-gcloud-auth-plugin"));
    open(kubeconfig, "dev");
    assertThat(contexts.loginsHinderedBy("web", 8085)).hasSize(1);
    assertThat(contexts.loginsHinderedBy("web", 18000)).isEmpty();
  }

  @Test
  void closingAndReadingAgainWaitForNoPluginThatHangs()
      throws IOException, KubeException, InterruptedException {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    write(PLUGIN.formatted(pipe));
    KubeContext hanging = open(kubeconfig, "dev");
    List<String> heard = new CopyOnWriteArrayList<>();
    Thread waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                var _ = hanging.endpoint();
              } catch (KubeException e) {
                heard.add(e.failure().message());
              }
            });
    Await.until(
        "the plug-in runs",
        () ->
            ProcessHandle.current()
                .children()
                .anyMatch(
                    child -> child.info().commandLine().orElse("").contains(pipe.toString())));

    write(TWO);
    assertThat(open(kubeconfig, "prod").name()).isEqualTo("prod");
    assertThat(open(kubeconfig, "dev")).isNotSameAs(hanging);
    assertThat(waiting.join(Await.LIMIT)).isTrue();
    assertThat(heard)
        .containsExactly("the credential plug-in cat was stopped: its kubeconfig changed");
  }
}
