package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.state.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that change while the daemon serves them. */
class ForwardsReloadTest {
  @TempDir private Path folder;
  private ForwardsFixture fixture;
  private Path file;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    fixture = new ForwardsFixture(folder);
    DesiredState.Source source = fixture.file("localport.yaml", WEB + web("other"));
    file = Path.of(String.valueOf(source.file()));
    fixture.start(source, "web");
    fixture.await("web", "connected");
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<String> services() {
    return fixture.forwards.statuses().stream()
        .map(service -> service.name() + " " + service.state())
        .toList();
  }

  @Test
  void aServiceThatDidNotChangeKeepsItsConnections()
      throws IOException, InterruptedException, LoadException {
    try (LocalClient client = new LocalClient(fixture.port("web"))) {
      client.send("1");
      assertThat(client.read(1)).isEqualTo("1");

      fixture.file("localport.yaml", web("new") + WEB);
      assertThat(fixture.forwards.reload(file.toString())).isNull();

      client.send("2");
      assertThat(client.read(1)).isEqualTo("2");
    }
    fixture.await("new", "connected");
    assertThat(services()).containsExactly("new connected", "web connected");
    assertThat(fixture.forwards.notes()).isEmpty();
  }

  @Test
  void nothingStartsByAReloadOfAFileOfWhichNothingRuns() throws IOException, InterruptedException {
    fixture.forwards.stop(List.of("web"));

    fixture.file("localport.yaml", WEB + web("new"));
    assertThat(fixture.forwards.reload(file.toString())).isNull();

    assertThat(services()).containsExactly("new stopped", "web stopped");
  }

  @Test
  void aBrokenFileChangesNothingAndIsToldUntilItIsMended()
      throws IOException, InterruptedException {
    fixture.file("localport.yaml", WEB.replace("local_port", "lokal_port: 1\n    local_port: no"));
    String why = fixture.forwards.reload(file.toString());

    assertThat(why).contains("localport.yaml:");
    assertThat(services()).containsExactly("other stopped", "web connected");
    assertThat(fixture.forwards.notes())
        .singleElement()
        .asString()
        .startsWith(file + " changed but is invalid; the previous version stays active: ")
        .doesNotContain("\n");

    assertThat(fixture.forwards.reload(file.toString())).as("the same again").isEqualTo(why);
    assertThat(fixture.forwards.notes()).hasSize(1);

    Files.delete(file);
    assertThat(fixture.forwards.reload(file.toString())).isEqualTo(file + " does not exist");
    assertThat(services()).containsExactly("other stopped", "web connected");

    fixture.file("localport.yaml", WEB);
    assertThat(fixture.forwards.reload(file.toString())).isNull();
    assertThat(services()).containsExactly("web connected");
    assertThat(fixture.forwards.notes()).isEmpty();
  }

  @Test
  void whoWatchesKnowsWhichFilesToWatch() throws IOException, InterruptedException, LoadException {
    List<Set<Path>> told = new ArrayList<>();
    fixture.forwards.afterLoad(() -> told.add(fixture.forwards.watched()));
    DesiredState.Source second = fixture.file("second.yaml", web("second"));
    fixture.forwards.load(second);

    assertThat(told)
        .containsExactly(Set.of(file), Set.of(file, Path.of(String.valueOf(second.file()))));
  }

  @Test
  void aFileThatNobodyLoadedIsNoMatterOfOurs() throws InterruptedException {
    assertThat(fixture.forwards.reload("/no/such.yaml")).isNull();
    assertThat(fixture.forwards.statuses()).map(ServiceStatus::name).contains("web", "other");
  }

  @Test
  void aServiceMayTakeThePortThatAnotherGivesUp()
      throws IOException, InterruptedException, LoadException {
    int port = fixture.port("web");

    fixture.file("localport.yaml", web("heir").replace("auto", "" + port));
    assertThat(fixture.forwards.reload(file.toString())).isNull();

    fixture.forwards.start(List.of("heir"));
    fixture.await("heir", "connected");
    assertThat(fixture.port("heir")).isEqualTo(port);
  }

  @Test
  void aReloadStartsOnlyWhatIsNewAndAsksNobody()
      throws IOException, InterruptedException, LoadException {
    fixture.file(
        "localport.yaml",
        WEB
            + web("other")
            + "    tags: [changed]\n"
            + web("asks")
            + "    confirm: true\n"
            + web("late")
            + "    autostart: false\n"
            + web("new"));
    assertThat(fixture.forwards.reload(file.toString())).isNull();

    fixture.await("new", "connected");
    assertThat(services())
        .containsExactly(
            "asks stopped", "late stopped", "new connected", "other stopped", "web connected");
  }

  @Test
  void whatAServiceSettledOnIsForgottenWithIt()
      throws IOException, InterruptedException, LoadException {
    assertThat(fixture.status("web").context()).isEqualTo("dev");
    fixture.twoContexts("kube/config");

    fixture.file("localport.yaml", web("other"));
    fixture.forwards.reload(file.toString());
    fixture.file("localport.yaml", WEB + web("other"));
    fixture.forwards.reload(file.toString());
    fixture.forwards.start(List.of("web"));

    assertThat(fixture.await("web", "connected").context()).isEqualTo("prod");
  }
}
