package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
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
}
