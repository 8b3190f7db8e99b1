package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Caller;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.state.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files that include others, while the daemon serves them. */
class IncludedFilesTest {
  private static final String MINE =
      """
      version: "1.0"
      include: team/team.yaml
      services:
        - {name: other, tags: [mine]}
      """;

  @TempDir private Path folder;
  private ForwardsFixture fixture;
  private Path mine;
  private Path team;

  @BeforeEach
  void open() throws IOException, InterruptedException, LoadException {
    fixture = new ForwardsFixture(folder);
    Files.createDirectories(folder.resolve("team"));
    team = folder.resolve("team/team.yaml");
    team(WEB + web("other"));
    mine = Files.writeString(folder.resolve("localport.yaml"), MINE);
    fixture.start(new DesiredState.Source(mine.toString(), null, null), "web");
    fixture.await("web", "connected");
  }

  private void team(String services) throws IOException {
    var _ = fixture.file("team/team.yaml", "../kube/config", services); // beside the team's file
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private List<String> services() {
    return fixture.forwards.statuses().stream()
        .map(service -> service.name() + " " + service.state() + " " + service.tags())
        .toList();
  }

  private void reload(Path changed) throws InterruptedException {
    for (String file : fixture.forwards.readersOf(changed)) {
      var _ = fixture.forwards.reload(file);
    }
  }

  @Test
  void aChangeOfAnIncludedFileReloadsOnlyWhatChanged() throws IOException, InterruptedException {
    try (LocalClient client = new LocalClient(fixture.port("web"))) {
      client.send("1");
      assertThat(client.read(1)).isEqualTo("1");

      team(web("new") + WEB + web("other").replace("other", "other\n    autostart: false"));
      reload(team);

      client.send("2");
      assertThat(client.read(1)).isEqualTo("2");
    }
    fixture.await("new", "connected");
    assertThat(services())
        .containsExactly("new connected []", "other stopped [mine]", "web connected []");
    assertThat(fixture.status("web").configFile()).isEqualTo(mine.toString());
    assertThat(fixture.forwards.writtenIn("web")).isEqualTo(team.toString());
    assertThat(fixture.forwards.writtenIn("other")).isEqualTo(mine.toString());
  }

  @Test
  void anIncludedFileThatIsBrokenChangesNothingUntilItIsFixed()
      throws IOException, InterruptedException {
    team(WEB.replace("local_port: auto", "local_port: no") + web("other"));
    reload(team);

    assertThat(services()).containsExactly("other stopped [mine]", "web connected []");
    assertThat(fixture.forwards.notes())
        .singleElement()
        .asString()
        .startsWith(mine + " changed but is invalid; the previous version stays active: " + team)
        .contains("services[0].local_port");

    Files.delete(team);
    reload(team);
    assertThat(fixture.forwards.notes())
        .singleElement()
        .asString()
        .contains(mine + ":2:10: include: " + team + " does not exist");

    team(WEB + web("other"));
    reload(team);
    assertThat(fixture.forwards.notes()).isEmpty();
  }

  @Test
  void allFilesAreWatchedAlsoThoseThatAreMissing() throws IOException, InterruptedException {
    List<Set<Path>> watched = new ArrayList<>();
    fixture.forwards.afterLoad(() -> watched.add(fixture.forwards.watched()));
    Path more = folder.resolve("team/more.yaml");

    Files.writeString(mine, MINE.replace("team/team.yaml", "[team/team.yaml, team/more.yaml]"));
    reload(mine);
    assertThat(fixture.forwards.notes()).hasSize(1);
    Files.writeString(more, "services:\n- {name: web, tags: [more]}\n");
    reload(more);

    assertThat(fixture.forwards.notes()).isEmpty();
    assertThat(services()).containsExactly("other stopped [mine]", "web connected [more]");
    Files.writeString(mine, MINE);
    reload(mine);
    assertThat(watched)
        .containsExactly(
            Set.of(mine, team),
            Set.of(mine, team, more),
            Set.of(mine, team, more),
            Set.of(mine, team));
  }

  @Test
  void aFileThatCannotBeLoadedAtTheStartIsLoadedWhenTheIncludedOneIsThere()
      throws IOException, InterruptedException {
    Files.delete(team);
    fixture.startAnew();

    assertThat(fixture.forwards.notes())
        .singleElement()
        .asString()
        .startsWith("could not be loaded at startup: " + mine + ":2:10: include: " + team);
    assertThat(fixture.forwards.watched()).containsExactlyInAnyOrder(mine, team);

    team(WEB + web("other"));
    reload(team);
    fixture.await("web", "connected");
    assertThat(fixture.forwards.notes()).isEmpty();
  }

  @Test
  void aFileOfTheCurrentFolderIsTrustedWithAllThatItIncludes() throws IOException, LoadException {
    SourceReader reader = new SourceReader(new Gate(fixture.trusted()));
    DesiredState.Source here =
        DesiredState.Source.of(mine.toString(), new Caller(null, Map.of(), true));
    String advice =
        ", and this file is not trusted; review it, then: localport config trust " + mine;

    assertThatThrownBy(() -> reader.read(here))
        .hasMessage(
            mine
                + ":2:10: include: reads another file"
                + advice
                + "\n"
                + team
                + ":2:13: kubeconfig: uses other credentials"
                + advice);

    trust();
    assertThat(reader.read(here).services()).hasSize(2);

    Files.writeString(team, Files.readString(team) + "# changed since\n");
    assertThatThrownBy(() -> reader.read(here)).hasMessageContaining("is not trusted");
  }

  private void trust() throws IOException {
    SourceAccess access = new SourceAccess(mine, new HashSet<>());
    byte[] content = Files.readAllBytes(mine);
    if (ConfigReader.read(access, content, false, Map.of())
        instanceof ConfigResult.Loaded(var config)) {
      fixture.trusted().trust(mine, config.trusted(content));
    }
  }

  @Test
  void aCommandLineIncludesNothing() {
    DesiredState.Source typed =
        new DesiredState.Source(null, "include: " + team + "\nservices: []\n", null);

    assertThatThrownBy(() -> fixture.forwards.load(typed))
        .hasMessageContaining("command line:1:10: include: a configuration without a file");
  }
}
