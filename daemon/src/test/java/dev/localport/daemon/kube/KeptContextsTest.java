package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.ProxyVariables;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.net.Transport;
import dev.localport.paths.PathProblem;
import dev.localport.paths.PipedKubeconfig;
import dev.localport.testing.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A kubeconfig of a shell that was closed, as kubie and kubeswitch leave it behind: not at all. */
class KeptContextsTest {
  private static final String TEXT =
      """
      current-context: dev
      contexts: [{name: dev, context: {cluster: c, user: u, namespace: shop}}]
      clusters: [{name: c, cluster: {server: "http://127.0.0.1:1", certificate-authority: ca.crt}}]
      users: [{name: u, user: {token: secret}}]
      """;

  @TempDir private Path folder;
  private final Transport transport = Transport.open(1);
  private Path kept = Path.of("");
  private Path file = Path.of("");
  private KubeContexts contexts = reopened();

  @BeforeEach
  void write() throws IOException {
    kept = folder.resolve("kubeconfigs");
    file = Files.writeString(folder.resolve("kubie.yaml"), TEXT);
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));
    contexts.close();
    contexts = reopened();
  }

  private KubeContexts reopened() {
    return new KubeContexts(Instant::now, transport, new KeptContexts(kept, Instant::now));
  }

  @AfterEach
  void close() throws InterruptedException {
    contexts.close();
    transport.close(Duration.ofSeconds(5));
  }

  private KubeContext open() throws KubeException {
    return contexts.open(new KubeShell(file.toString(), ProxyVariables.NONE), "dev");
  }

  private void use(Path... files) {
    contexts.use(Set.of(Stream.of(files).map(Path::toString).toArray(String[]::new)));
  }

  private List<Path> keptFiles() {
    if (!Files.exists(kept)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(kept)) {
      return files.filter(name -> !name.toString().endsWith(".tmp")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitKept(int count) {
    Await.until(count + " kept", () -> keptFiles().size() == count);
  }

  private String gone() {
    return "kubeconfig %s no longer exists; LocalPort uses its last content".formatted(file);
  }

  @Test
  void theSameContextGoesOnWhenItsFileVanishesAndThatIsNoted() throws IOException, KubeException {
    use(file);
    KubeContext before = open();

    Files.delete(file);

    assertThat(open()).isSameAs(before);
    assertThat(open()).isSameAs(before);
    assertThat(contexts.notes()).containsExactly(gone());
  }

  @Test
  void theFileThatIsBackIsUsedAgain() throws IOException, KubeException {
    use(file);
    KubeContext _ = open();
    Files.delete(file);
    KubeContext _ = open();

    Files.writeString(file, TEXT.replace("127.0.0.1:1", "127.0.0.1:2"));

    assertThat(open().server()).isEqualTo("http://127.0.0.1:2");
    assertThat(contexts.notes()).isEmpty();
  }

  @Test
  void theFileThatIsBackUnchangedIsNoNoteAnyMore() throws IOException, KubeException {
    use(file);
    KubeContext before = open();
    Path aside = Files.move(file, folder.resolve("aside"));
    KubeContext _ = open();

    Files.move(aside, file);

    assertThat(open()).isSameAs(before);
    assertThat(contexts.notes()).isEmpty();
  }

  @Test
  void theNextDaemonFindsTheContextOnDiskForItsOwnerAlone() throws IOException, KubeException {
    KubeContext before = open();
    use(file); // the service was known to run a moment later
    awaitKept(1);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keptFiles().getFirst())))
        .isEqualTo("rw-------");
    contexts.close();
    Files.delete(file);

    contexts = reopened();
    use(file);

    FabricContext after = (FabricContext) open();
    assertThat(after.server()).isEqualTo(before.server());
    assertThat(after.namespace()).isEqualTo("shop");
    assertThat(after.headers().get("Authorization")).containsExactly("Bearer secret");
    assertThat(after.entry().server().resolve("ca.crt"))
        .isEqualTo(folder.resolve("ca.crt").toString());
    assertThat(open()).isSameAs(after);
    assertThat(contexts.notes()).containsExactly(gone());
  }

  @Test
  void nothingIsKeptOfAKubeconfigThatNoServiceUsesAnyMore() throws KubeException {
    use(file);
    KubeContext _ = open();
    awaitKept(1);

    use();

    awaitKept(0);
    assertThat(contexts.notes()).isEmpty();
  }

  @Test
  void aKubeconfigThatNoServiceUsesIsNotKeptAtAll() throws KubeException {
    KubeContext _ = open();
    contexts.close(); // waits for what is to be written

    assertThat(keptFiles()).isEmpty();
  }

  @Test
  void aContextThatWasNeverReadIsAnError() throws IOException {
    use(file);
    Files.delete(file);

    assertThatThrownBy(this::open).hasMessageStartingWith("no kubeconfig: " + file);
    assertThat(contexts.notes()).isEmpty();
  }

  @Test
  void aContextThatIsDeletedBesideAFileThatNeverWasIsAnError() throws IOException, KubeException {
    String both = file + File.pathSeparator + folder.resolve("never");
    KubeShell shell = new KubeShell(both, ProxyVariables.NONE);
    contexts.use(Set.of(both));
    KubeContext _ = contexts.open(shell, "dev");

    Files.writeString(file, TEXT.replace("name: dev", "name: other"));
    assertThatThrownBy(() -> contexts.open(shell, "dev"))
        .hasMessageContaining("no context \"dev\"");

    Files.writeString(file, "clusters: [");
    assertThatThrownBy(() -> contexts.open(shell, "dev")).hasMessageContaining("not a kubeconfig");
    assertThat(contexts.notes()).isEmpty();
  }

  @Test
  void aPipeInPlaceOfTheFileIsAnErrorAndHoldsNobodyUp()
      throws IOException, InterruptedException, KubeException {
    use(file);
    KubeContext _ = open();
    Files.delete(file);
    assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();

    assertThatThrownBy(this::open)
        .hasMessage(
            "the kubeconfig %s cannot be read: it is a pipe, not a regular file".formatted(file));
  }

  @Test
  void aKubeconfigThatCameThroughAPipeIsDroppedWithItsLastService()
      throws IOException, PathProblem {
    Path piped = PipedKubeconfig.keep(kept, TEXT.getBytes(StandardCharsets.UTF_8));
    use();
    contexts.close();
    assertThat(keptFiles()).containsExactly(piped); // a command is about to use it

    contexts = reopened();
    use(piped);
    use(file);

    Await.until("dropped", () -> !keptFiles().contains(piped));
  }

  @Test
  void aPipedKubeconfigThatNobodyCameToUseIsDroppedLater() throws IOException, PathProblem {
    Path piped = PipedKubeconfig.keep(kept, TEXT.getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(piped, FileTime.from(Instant.now().minusSeconds(3600)));

    use(file);
    contexts.close(); // waits for what is to be dropped
    assertThat(keptFiles()).as("a command may come back for it").containsExactly(piped);

    contexts = reopened();
    contexts.dropUnclaimed();

    awaitKept(0);
  }

  @Test
  void whatAnEarlierDaemonKeptStaysUntilItsCommandHadTimeToComeBack()
      throws IOException, KubeException, PathProblem {
    Path piped = PipedKubeconfig.keep(kept, TEXT.getBytes(StandardCharsets.UTF_8));
    Files.setLastModifiedTime(piped, FileTime.from(Instant.now().minusSeconds(3600)));
    use(file, piped);
    KubeContext _ = open();
    awaitKept(2);
    contexts.close(); // as kill -9 does: nothing was let go of
    Files.delete(file);

    contexts = reopened();
    use(); // nothing runs by itself
    use(file); // and a command comes back
    assertThat(open().server()).isEqualTo("http://127.0.0.1:1");
    use(file, piped);
    contexts.dropUnclaimed();
    use(piped); // one that has come back and leaves waits for nothing

    Await.until("the piped one alone", () -> keptFiles().equals(List.of(piped)));
  }

  @Test
  void aContextThatNoCommandCameBackForIsDroppedAtLast() throws KubeException {
    use(file);
    KubeContext _ = open();
    awaitKept(1);
    contexts.close();

    contexts = reopened();
    contexts.dropUnclaimed();

    awaitKept(0);
  }
}
