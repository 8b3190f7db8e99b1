package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Selection;
import dev.localport.daemon.state.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A daemon that comes back and finds files missing or broken. */
class ForwardsRestoreTest {
  @TempDir private Path folder;
  @AutoClose private ForwardsFixture fixture;

  @BeforeEach
  void open() throws IOException {
    fixture = new ForwardsFixture(folder);
  }

  private Forwards forwards() {
    return fixture.forwards;
  }

  private List<String> wanted() {
    return fixture.onDisk().wanted().stream().map(DesiredState.Wanted::name).toList();
  }

  @Test
  void aFileThatWasMissingBringsItsServicesBackWhenItIsLoaded()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB + web("idle")), "web");
    fixture.await("web", "connected");
    int port = fixture.port("web");
    Path file = folder.resolve("localport.yaml");
    Files.move(file, folder.resolve("away"));

    fixture.startAnew();
    assertThat(forwards().statuses()).isEmpty();
    assertThat(forwards().notes())
        .containsExactly(
            "could not be loaded at startup: %s does not exist; its services (web) start when it loads: localport start --config %s"
                .formatted(file, file));
    fixture.start(fixture.file("other.yaml", web("other")), "other"); // writes the state anew
    assertThat(wanted()).containsExactly("other", "web");

    fixture.startAnew(); // and still it is not there
    Files.move(folder.resolve("away"), file);
    forwards().load(new DesiredState.Source(file.toString(), null, null));

    fixture.await("web", "connected");
    assertThat(fixture.port("web")).isEqualTo(port);
    assertThat(fixture.status("idle").state()).isEqualTo("stopped");
    assertThat(forwards().notes()).isEmpty();
  }

  @Test
  void aFileThatWasBrokenBringsBackTheServicesThatItStillHas()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB + web("gone")), "web", "gone");
    Path file = Files.writeString(folder.resolve("localport.yaml"), "services: 7\nversion: 9\n");

    fixture.startAnew();
    assertThat(forwards().notes())
        .singleElement()
        .asString()
        .contains("its services (gone, web) start");
    forwards().load(fixture.file("localport.yaml", WEB));

    fixture.await("web", "connected");
    assertThat(wanted()).containsExactly("web");
    assertThat(forwards().listing().files()).containsExactly(file.toString());
  }

  @Test
  void aServiceOfTheSameNameElsewhereIsNotTheOneThatWasWanted()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB), "web");
    Files.delete(folder.resolve("localport.yaml"));
    fixture.startAnew();

    forwards().load(fixture.file("other.yaml", WEB));

    assertThat(fixture.status("web").state()).isEqualTo("stopped");
    assertThat(wanted()).containsExactly("web");
  }

  @Test
  void whatAnOlderDaemonKeptWaitsForWhicheverFileBringsIt()
      throws IOException, InterruptedException, LoadException {
    Files.writeString(
        folder.resolve("state.json"),
        """
        {"version": 1, "sources": [{"file": "%s"}], "wanted": [{"name": "web", "context": "dev"}]}
        """
            .formatted(folder.resolve("localport.yaml")));

    fixture.startAnew();
    forwards().load(fixture.file("localport.yaml", WEB));

    fixture.await("web", "connected");
  }

  @Test
  void aServiceThatIsStoppedMeanwhileWaitsNoLonger()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB + web("other")), "web", "other");
    Files.delete(folder.resolve("localport.yaml"));
    fixture.startAnew();

    assertThat(forwards().giveUp(new Selection(List.of("web", "typo"), List.of(), false, null)))
        .containsExactly("web");
    assertThat(wanted()).containsExactly("other");
    assertThat(forwards().giveUp(new Selection(List.of(), List.of(), true, null)))
        .containsExactly("other");

    assertThat(fixture.onDisk().sources()).isEmpty();
    assertThat(fixture.onDisk().wanted()).isEmpty();
    forwards().load(fixture.file("localport.yaml", WEB));
    assertThat(fixture.status("web").state()).isEqualTo("stopped");
  }

  @Test
  void aServiceThatItsFileNoLongerHasIsNotWantedAnyMore()
      throws IOException, InterruptedException, LoadException {
    fixture.start(fixture.file("localport.yaml", WEB + web("other")), "web", "other");
    fixture.file("localport.yaml", WEB);

    fixture.startAnew();

    fixture.await("web", "connected");
    assertThat(forwards().notes()).isEmpty();
    fixture.forwards.start(List.of("web")); // writes the state anew
    assertThat(wanted()).containsExactly("web");
  }

  @Test
  void whatNobodyCanMendOrWaitsForIsNotTold() throws IOException, InterruptedException {
    Files.writeString(
        folder.resolve("state.json"),
        """
        {"version": 1, "sources": [{"text": "services: 7"}, {"file": "%s"}], "wanted": []}
        """
            .formatted(folder.resolve("none.yaml")));

    fixture.startAnew();
    assertThat(forwards().notes()).isEmpty();

    fixture.forwards.start(List.of()); // writes the state anew
    assertThat(fixture.onDisk()).isEqualTo(DesiredState.NOTHING);
  }
}
