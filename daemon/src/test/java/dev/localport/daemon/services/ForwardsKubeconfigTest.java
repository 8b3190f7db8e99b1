package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.daemon.state.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that are loaded again from a shell with another {@code $KUBECONFIG}. */
class ForwardsKubeconfigTest {
  @TempDir private Path folder;
  private ForwardsFixture fixture;
  private Path file;
  private String first;
  private String second;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
    file =
        Files.writeString(
            folder.resolve("localport.yaml"), "version: \"1.0\"\nservices:\n" + WEB + web("late"));
    first = folder.resolve("kube/config").toString();
    second = folder.resolve("kube/second").toString();
    fixture.kubeconfig("kube/second", ForwardsFixture.freePort());
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<String> load(@Nullable String kubeconfig)
      throws InterruptedException, LoadException {
    return fixture.forwards.load(new DesiredState.Source(file.toString(), null, kubeconfig));
  }

  private String note(String other) {
    return "the services of %s keep the kubeconfig that they run with (%s), not the one of this command (%s); to switch, stop them first: localport stop web"
        .formatted(file, first, other);
  }

  private @Nullable String kubeconfig(String name) {
    return Objects.requireNonNull(fixture.forwards.listing().service(name)).shell().kubeconfig();
  }

  @Test
  void whatRunsStaysAndTheUserIsTold() throws IOException, InterruptedException, LoadException {
    assertThat(load(first)).isEmpty();
    fixture.started("web");

    assertThat(load(second)).containsExactly(note(second));
    assertThat(load(null))
        .containsExactly(note(Path.of(System.getProperty("user.home"), ".kube/config").toString()));
    assertThat(load(first)).isEmpty();

    load(second);
    fixture.started("late"); // a file has one kubeconfig
    fixture.startAnew();
    fixture.await("web", "connected");
    fixture.assertServes("web");
  }

  @Test
  void whatIsStoppedIsFreeToMove() throws InterruptedException, LoadException {
    load(first);
    fixture.started("web");
    fixture.forwards.stop(List.of("web"));

    assertThat(load(second)).isEmpty();

    assertThat(kubeconfig("web")).isEqualTo(second);
  }

  @Test
  void whatWaitsForItsFileStaysToo() throws IOException, InterruptedException, LoadException {
    load(first);
    fixture.started("web");
    Files.move(file, folder.resolve("away"));
    fixture.startAnew();
    Files.move(folder.resolve("away"), file);

    assertThat(load(second)).containsExactly(note(second));

    fixture.await("web", "connected");
  }

  @Test
  void whoHasAKubeconfigOfTheirOwnIsNotConcerned()
      throws IOException, InterruptedException, LoadException {
    Files.writeString(file, "version: \"1.0\"\nkubeconfig: kube/config\nservices:\n" + WEB);
    load(first);
    fixture.started("web");

    assertThat(load(second)).isEmpty();

    assertThat(kubeconfig("web")).isEqualTo(first);
  }

  private void awaitContext(String name, @Nullable String context) {
    ServiceStatus _ =
        fixture.await(name, "in " + context, service -> Objects.equals(service.context(), context));
  }

  @Test
  void aServiceThatWasNotStartedIsShownInTheContextThatItWouldUse()
      throws IOException, InterruptedException, LoadException {
    load(first);
    awaitContext("web", "dev");
    fixture.started("late");
    assertThat(fixture.await("late", "connected").context()).isEqualTo("dev");

    fixture.twoContexts("kube/config");
    fixture.forwards.goodSign(); // as when a kubeconfig changes
    awaitContext("web", "prod");
    assertThat(fixture.status("late").context()).isEqualTo("dev"); // pinned

    Files.writeString(Path.of(first), "current-context: [");
    fixture.forwards.goodSign();
    awaitContext("web", null);
  }
}
