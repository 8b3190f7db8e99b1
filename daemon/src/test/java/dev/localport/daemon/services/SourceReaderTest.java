package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.localport.api.Caller;
import dev.localport.daemon.state.DesiredState;
import dev.localport.paths.TrustedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
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
  private SourceReader reader;

  @BeforeEach
  void trustNothing() {
    reader = new SourceReader(new Gate(trusted()));
  }

  private TrustedFiles trusted() {
    return new TrustedFiles(folder.resolve("trusted.json"));
  }

  private DesiredState.Source source(Map<String, String> variables) throws IOException {
    Path file = Files.writeString(folder.resolve("localport.yaml"), FILE);
    return DesiredState.Source.of(file.toString(), new Caller(null, variables, false));
  }

  @Test
  void aFileHasTheVariablesOfTheShellThatLoadedIt() throws IOException, LoadException {
    LoadedSource source = reader.read(source(Map.of("NS", "shop")));

    assertThat(source.notes()).isEmpty();
    assertThat(source.services())
        .singleElement()
        .satisfies(service -> assertThat(service.target().namespace()).isEqualTo("shop"));
  }

  @Test
  void aServiceWhoseVariableIsNotSetIsLeftOutWithTheReason() throws IOException, LoadException {
    LoadedSource source = reader.read(source(Map.of()));

    assertThat(source.services()).isEmpty();
    assertThat(source.unset())
        .singleElement()
        .satisfies(service ->
            assertThat(service.problems())
                .singleElement()
                .asString()
                .contains("the variable NS is not set; set it in the shell"));
  }

  @Test
  void aVariableThatThisShellLacksHoldsWhatItHeldInTheShellBefore()
      throws IOException, LoadException {
    LoadedSource source = reader.read(source(Map.of()), source(Map.of("NS", "shop")));

    assertThat(source.services())
        .singleElement()
        .satisfies(service -> assertThat(service.target().namespace()).isEqualTo("shop"));
    assertThat(source.origin().caller().variables()).containsEntry("NS", "shop");
    assertThat(reader.read(source(Map.of("NS", "new")), source(Map.of("NS", "shop"))).services())
        .singleElement()
        .satisfies(service -> assertThat(service.target().namespace()).isEqualTo("new"));
  }

  @Test
  void aFileOfTheCurrentFolderDoesOnlyWhatItIsTrustedWith() throws IOException, LoadException {
    Path file =
        Files.writeString(
            folder.resolve("localport.yaml"),
            "kubeconfig: theirs\n" + FILE.replace("${NS}", "shop"));
    DesiredState.Source here =
        DesiredState.Source.of(file.toString(), new Caller(null, Map.of(), true));
    DesiredState.Source named =
        DesiredState.Source.of(file.toString(), new Caller(null, Map.of(), false));

    assertThat(reader.read(named).services()).hasSize(1);
    assertThatThrownBy(() -> reader.read(here))
        .hasMessageContaining("kubeconfig")
        .hasMessageEndingWith(
            "this file is not trusted; review it, then: localport config trust " + file);

    trusted().trust(file, Files.readAllBytes(file));
    assertThat(reader.read(here).services()).hasSize(1);

    Files.writeString(file, Files.readString(file) + "# changed since\n");
    assertThatThrownBy(() -> reader.read(here)).hasMessageContaining("is not trusted");
  }

  @Test
  void whatCannotDoHarmNeedsNoTrust() throws IOException, LoadException {
    Caller here = new Caller(null, Map.of(), true);
    String harmless = FILE.replace("${NS}", "shop");
    Path file = Files.writeString(folder.resolve("localport.yaml"), harmless);
    DesiredState.Source typed =
        new DesiredState.Source(null, "kubeconfig: mine\n" + harmless, here, null);

    assertThat(reader.read(DesiredState.Source.of(file.toString(), here)).services()).hasSize(1);
    assertThat(reader.read(typed).services()).as("the user's own words").hasSize(1);
  }

  @Test
  void aFolderIsNoConfiguration() throws IOException {
    Path inner = Files.createDirectory(folder.resolve("localport.yaml"));

    assertThatThrownBy(() -> reader.read(new DesiredState.Source(inner.toString(), null, null)))
        .hasMessage(inner + " cannot be read: it is a folder, not a regular file");
  }
}
