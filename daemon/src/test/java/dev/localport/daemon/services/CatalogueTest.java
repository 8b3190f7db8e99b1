package dev.localport.daemon.services;

import static dev.localport.daemon.services.ForwardsFixture.WEB;
import static dev.localport.daemon.services.ForwardsFixture.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.state.DesiredState;
import dev.localport.paths.TrustedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which services there are when files and command lines come and go. */
class CatalogueTest {
  @TempDir private Path folder;
  private final Catalogue catalogue = new Catalogue();
  private SourceReader reader;

  @BeforeEach
  void open() {
    reader = new SourceReader(new Gate(new TrustedFiles(folder.resolve("trusted.json"))));
  }

  private LoadedSource file(String name, String services) throws IOException, LoadException {
    Path file = Files.writeString(folder.resolve(name), "services:\n" + services);
    return reader.read(new DesiredState.Source(file.toString(), null, null));
  }

  private LoadedSource commandLine(String services) throws LoadException {
    return reader.read(new DesiredState.Source(null, "services:\n" + services, null));
  }

  private List<String> names() {
    return List.copyOf(catalogue.entries().keySet());
  }

  @Test
  void aFileThatWasReadEarlierDoesNotReplaceWhatWasReadLater() throws IOException, LoadException {
    LoadedSource earlier = file("localport.yaml", WEB);
    LoadedSource later = file("localport.yaml", web("later"));
    LoadedSource other = file("other.yaml", web("other"));

    catalogue.put(later);
    catalogue.put(earlier);
    catalogue.put(other);

    assertThat(names()).containsExactly("later", "other");
    catalogue.put(file("localport.yaml", WEB));
    assertThat(names()).containsExactly("other", "web");
  }

  @Test
  void aCommandLineOfSeveralServicesIsRefusedWhereOneOfTheirNamesIsTaken()
      throws IOException, LoadException {
    LoadedSource file = file("localport.yaml", WEB);
    catalogue.put(file);
    LoadedSource both = commandLine(WEB + web("second"));

    assertThatThrownBy(() -> catalogue.add(both))
        .hasMessage(
            "the name web is used by %s and by localport forward; rename one of them"
                .formatted(file.file()));
    assertThat(names()).containsExactly("web");
  }

  @Test
  void aCommandLineIsForgottenWithTheLastOfItsServices() throws IOException, LoadException {
    catalogue.put(file("localport.yaml", web("kept")));
    catalogue.add(commandLine(WEB + web("second")));

    catalogue.forget("web", Set.of("second"));
    catalogue.forget("kept", Set.of());
    assertThat(names()).containsExactly("kept", "second", "web");

    catalogue.forget("second", Set.of());
    assertThat(names()).containsExactly("kept");
  }

  @Test
  void aSourceIsFoundByItsFile() throws IOException, LoadException {
    LoadedSource file = file("localport.yaml", WEB);
    catalogue.put(file);

    assertThat(catalogue.find(file.file())).containsSame(file);
    assertThat(catalogue.find("/no/such.yaml")).isEmpty();
    assertThat(catalogue.find(null)).as("a command line has no file").isEmpty();
  }
}
