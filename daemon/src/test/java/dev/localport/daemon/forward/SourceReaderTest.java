package dev.localport.daemon.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.daemon.journal.DesiredState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceReaderTest {
  private static final String FILE =
      """
      version: "1.0"
      services:
        - name: db
          connection: {resource_name: db, namespace: "${NS}"}
          ports: ["5432"]
      """;

  @TempDir private Path folder;
  private final SourceReader reader = new SourceReader();

  private DesiredState.Source source(Map<String, String> variables) throws IOException {
    Path file = Files.writeString(folder.resolve("localport.yaml"), FILE);
    return new DesiredState.Source(file.toString(), null, null).using(variables);
  }

  @Test
  void aFileHasTheVariablesOfTheShellThatLoadedIt() throws IOException, LoadException {
    SourceReader.Reading reading = reader.read(source(Map.of("NS", "shop")));

    assertThat(reading.notes()).isEmpty();
    assertThat(reading.source().services())
        .singleElement()
        .satisfies(service -> assertThat(service.target().namespace()).isEqualTo("shop"));
  }

  @Test
  void aVariableThatIsNotSetIsNamed() throws IOException {
    DesiredState.Source source = source(Map.of());

    assertThatThrownBy(() -> reader.read(source))
        .hasMessageContaining("the variable NS is not set; set it in the shell");
  }
}
