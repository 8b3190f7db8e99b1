package dev.localport.daemon.services;

import static dev.localport.daemon.services.SimulatorFixture.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kubeconfigs that do not lead to the cluster, until they are mended. */
class KubeconfigTroubleTest {
  @TempDir private Path folder;
  private SimulatorFixture fixture;
  private Path kubeconfig = Path.of("");
  private String right = "";

  @BeforeEach
  void open() throws IOException, GeneralSecurityException, InterruptedException {
    fixture = new SimulatorFixture(folder);
    fixture.cluster.awaitPod("app=moods");
    kubeconfig = fixture.cluster.kubeconfig();
    right = Files.readString(kubeconfig);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  private void start(String connection) throws IOException, InterruptedException, LoadException {
    fixture.load(
        SimulatorFixture.service("web", "deployment/moods", "echo", PATIENT)
            .replace("namespace: demo", connection));
    fixture.daemon.forwards.start(List.of("web"));
  }

  private void assertMended() throws IOException, InterruptedException {
    Files.writeString(kubeconfig, right);
    fixture.daemon.forwards.reconnect(List.of("web"));
    fixture.await("connected");
    fixture.daemon.assertServes("web");
  }

  @Test
  void oneThatIsNoYamlIsSaidWithItsPath() throws IOException, InterruptedException, LoadException {
    Files.writeString(kubeconfig, "clusters: [");
    start("namespace: demo");

    assertThat(fixture.awaitSuspended("credentials"))
        .startsWith(kubeconfig + " is not a kubeconfig: ");
    assertMended();
  }

  @Test
  void aContextThatItDoesNotHaveIsNamedWithThoseThatItHas()
      throws IOException, InterruptedException, LoadException {
    start("namespace: demo, context: nope");

    assertThat(fixture.awaitSuspended("target_missing"))
        .isEqualTo(
            "the kubeconfig %s has no context \"nope\"; it has demo, demo-cert"
                .formatted(kubeconfig));
  }

  @Test
  void aTokenThatTheServerDoesNotKnowIsSaid()
      throws IOException, InterruptedException, LoadException {
    Files.writeString(kubeconfig, right.replaceAll("token: .*", "token: stolen"));
    start("namespace: demo");

    assertThat(fixture.awaitSuspended("credentials"))
        .isEqualTo(
            "the API server %s rejected the credentials of context demo (401); log in again"
                .formatted(fixture.cluster.server()));
    assertMended();
  }

  @Test
  void oneThatNamesAnotherAuthorityIsNotBelieved()
      throws IOException, InterruptedException, LoadException {
    Files.writeString(kubeconfig, right.replaceAll("certificate-authority-data: .*", "x: y"));
    start("namespace: demo");

    assertThat(fixture.awaitSuspended("credentials"))
        .isEqualTo(
            "the API server %s is not trusted: no trusted CA signed its certificate; check certificate-authority in the kubeconfig"
                .formatted(fixture.cluster.server()));
    assertMended();
  }

  @Test
  void oneThatChangesWhileItServesIsTheOneOfTheNextSession()
      throws IOException, InterruptedException, LoadException {
    start("namespace: demo");
    String pod = fixture.await("connected").pods().getFirst();

    Files.writeString(kubeconfig, right + "# changed\n");
    fixture.daemon.forwards.reconnect(List.of("web"));
    fixture.await("connected again", web -> web.reconnects() == 1);
    fixture.cluster.control("delete-pod?namespace=demo&name=" + pod);

    fixture.await(
        "led to another pod, as the new watch tells",
        web -> !web.pods().isEmpty() && !web.pods().contains(pod));
    fixture.await("connected");
    fixture.daemon.assertServes("web");
  }
}
