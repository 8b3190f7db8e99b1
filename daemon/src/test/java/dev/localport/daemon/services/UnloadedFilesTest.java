package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Selection;
import dev.localport.api.Settled;
import dev.localport.daemon.state.DesiredState;
import dev.localport.paths.TrustedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which services wait for which file. */
class UnloadedFilesTest {
  @TempDir private Path folder;
  private final UnloadedFiles unloaded = new UnloadedFiles();
  private String one = "";
  private String two = "";

  @BeforeEach
  void leaveTwoFilesOut() {
    one = folder.resolve("one.yaml").toString();
    two = folder.resolve("two.yaml").toString();
    unloaded.add(new UnloadedFiles.Unread(origin(one), "one is broken"));
    unloaded.add(new UnloadedFiles.Unread(origin(two), "two is broken"));
  }

  private static DesiredState.Source origin(String file) {
    return new DesiredState.Source(file, null, null);
  }

  private static DesiredState.Wanted wanted(String name, @Nullable String file) {
    return new DesiredState.Wanted(name, file, Settled.NOTHING);
  }

  private LoadedSource mended(String file, String services) throws IOException, LoadException {
    Files.writeString(Path.of(file), "services:\n" + services);
    return new SourceReader(new Gate(new TrustedFiles(folder.resolve("trusted.json"))))
        .read(origin(file));
  }

  private List<String> waiting() {
    return unloaded.wanted().stream().map(DesiredState.Wanted::name).toList();
  }

  @Test
  void eachServiceWaitsForItsOwnFile() throws IOException, LoadException {
    unloaded.await(wanted("a", one));
    unloaded.await(wanted("b", two));
    unloaded.await(wanted("c", folder.resolve("three.yaml").toString()));
    assertThat(waiting()).as("nobody left the third file out").containsExactly("a", "b");
    assertThat(unloaded.namesOf(two)).containsExactly("b");

    assertThat(unloaded.take(mended(one, web("a") + web("b")))).containsExactly(wanted("a", one));

    assertThat(waiting()).containsExactly("b");
    assertThat(unloaded.take(mended(one, web("a")))).as("it was there already").isEmpty();
    assertThat(unloaded.find(one)).isNull();
    assertThat(unloaded.find(two)).isEqualTo(origin(two));
    assertThat(unloaded.origins()).containsExactly(origin(two));
  }

  @Test
  void aServiceWhoseFileIsNotKnownWaitsForWhicheverHasIt() throws IOException, LoadException {
    unloaded.await(wanted("old", null));

    assertThat(unloaded.take(mended(one, web("new")))).isEmpty();
    assertThat(waiting()).containsExactly("old");
    assertThat(unloaded.take(mended(two, web("old")))).containsExactly(wanted("old", null));
    assertThat(waiting()).isEmpty();
  }

  @Test
  void onlyWhoIsMeantIsGivenUp() {
    unloaded.await(wanted("a", one));
    unloaded.await(wanted("b", one));

    assertThat(unloaded.giveUp(new Selection(List.of("a"), List.of(), false, null)))
        .containsExactly("a");
    assertThat(waiting()).containsExactly("b");
    assertThat(unloaded.notes())
        .containsExactly(
            "could not be loaded at startup: one is broken; its services (b) start when it loads:"
                + " localport"
                + " start --config "
                + one);
  }
}
