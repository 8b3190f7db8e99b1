package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
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
  private final KubeContexts contexts = new KubeContexts(Instant::now);
  private String kubeconfig = "";
  private int writes;

  @BeforeEach
  void write() throws IOException {
    write(TWO);
  }

  @AfterEach
  void close() {
    contexts.close();
  }

  private void write(String text) throws IOException {
    Path file = Files.writeString(folder.resolve("config"), text);
    writes++;
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000L * writes));
    kubeconfig = file.toString();
  }

  @Test
  void theCurrentContextIsTheOneOfItsName() throws KubeException {
    KubeContext current = contexts.open(kubeconfig, null);

    assertThat(current.name()).isEqualTo("dev");
    assertThat(contexts.open(kubeconfig, "dev")).isSameAs(current);
    assertThat(contexts.open(kubeconfig, null)).isSameAs(current);
    assertThat(contexts.open(kubeconfig, "prod").name()).isEqualTo("prod");
  }

  @Test
  void aKubeconfigThatHasChangedIsReadAgainOnce() throws IOException, KubeException {
    KubeContext before = contexts.open(kubeconfig, null);
    write(TWO.replace("127.0.0.1:1", "127.0.0.1:2"));

    KubeContext named = contexts.open(kubeconfig, "dev");

    assertThat(named.server()).isEqualTo("http://127.0.0.1:2");
    assertThat(before.server()).isEqualTo("http://127.0.0.1:1");
    assertThat(contexts.open(kubeconfig, null)).isSameAs(named);
  }

  @Test
  void whoeverAsksForTheCurrentContextFollowsIt() throws IOException, KubeException {
    contexts.open(kubeconfig, null);
    write(TWO.replace("current-context: dev", "current-context: prod"));

    KubeContext current = contexts.open(kubeconfig, null);

    assertThat(current.name()).isEqualTo("prod");
    assertThat(contexts.open(kubeconfig, "prod")).isSameAs(current);
    assertThat(contexts.open(kubeconfig, "dev").name()).isEqualTo("dev");
  }

  @Test
  void oneThatIsMissingIsToldEachTimeAndReadWhenItIsThere() throws IOException, KubeException {
    Files.delete(Path.of(kubeconfig));
    assertThatThrownBy(() -> contexts.open(kubeconfig, "dev")).isInstanceOf(KubeException.class);
    assertThatThrownBy(() -> contexts.open(kubeconfig, "dev")).isInstanceOf(KubeException.class);

    write(TWO);
    assertThat(contexts.open(kubeconfig, "dev").name()).isEqualTo("dev");
  }
}
