package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Selection;
import dev.localport.api.Settled;
import dev.localport.daemon.journal.DesiredState;
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
class LeftOutTest {
  @TempDir private Path folder;
  private final LeftOut leftOut = new LeftOut();
  private String one = "";
  private String two = "";

  @BeforeEach
  void leaveTwoFilesOut() {
    one = folder.resolve("one.yaml").toString();
    two = folder.resolve("two.yaml").toString();
    leftOut.add(new LeftOut.Unread(origin(one), "one is broken"));
    leftOut.add(new LeftOut.Unread(origin(two), "two is broken"));
  }

  private static DesiredState.Source origin(String file) {
    return new DesiredState.Source(file, null, null);
  }

  private static DesiredState.Wanted wanted(String name, @Nullable String file) {
    return new DesiredState.Wanted(name, file, Settled.NOTHING);
  }

  private Source mended(String file, String services) throws IOException, LoadException {
    Files.writeString(Path.of(file), "services:\n" + services);
    return new SourceReader(new TrustedFiles(folder.resolve("trusted.json")))
        .read(origin(file))
        .source();
  }

  private List<String> waiting() {
    return leftOut.wanted().stream().map(DesiredState.Wanted::name).toList();
  }

  @Test
  void eachServiceWaitsForItsOwnFile() throws IOException, LoadException {
    leftOut.await(wanted("a", one));
    leftOut.await(wanted("b", two));
    leftOut.await(wanted("c", folder.resolve("three.yaml").toString()));
    assertThat(waiting()).as("nobody left the third file out").containsExactly("a", "b");
    assertThat(leftOut.namesOf(two)).containsExactly("b");

    assertThat(leftOut.take(mended(one, web("a") + web("b")))).containsExactly(wanted("a", one));

    assertThat(waiting()).containsExactly("b");
    assertThat(leftOut.take(mended(one, web("a")))).as("it was there already").isEmpty();
    assertThat(leftOut.find(one)).isNull();
    assertThat(leftOut.find(two)).isEqualTo(origin(two));
    assertThat(leftOut.origins()).containsExactly(origin(two));
  }

  @Test
  void aServiceWhoseFileIsNotKnownWaitsForWhicheverHasIt() throws IOException, LoadException {
    leftOut.await(wanted("old", null));

    assertThat(leftOut.take(mended(one, web("new")))).isEmpty();
    assertThat(waiting()).containsExactly("old");
    assertThat(leftOut.take(mended(two, web("old")))).containsExactly(wanted("old", null));
    assertThat(waiting()).isEmpty();
  }

  @Test
  void onlyWhoIsMeantIsGivenUp() {
    leftOut.await(wanted("a", one));
    leftOut.await(wanted("b", one));

    assertThat(leftOut.giveUp(new Selection(List.of("a"), List.of(), false, null)))
        .containsExactly("a");
    assertThat(waiting()).containsExactly("b");
    assertThat(leftOut.notes())
        .containsExactly(
            "left out when the daemon started: one is broken; b start again with it: localport start --config "
                + one);
  }
}
