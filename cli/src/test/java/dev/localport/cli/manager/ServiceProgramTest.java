package dev.localport.cli.manager;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the program that a unit names is there. */
class ServiceProgramTest {
  private static final Path JAVA = Path.of("/bin/sh");

  @TempDir private Path folder;

  private String missing(Path java, String classes) {
    return new ServiceProgram.Named(java, classes).missing();
  }

  @Test
  void aJavaThatIsGoneIsNamed() {
    assertThat(missing(Path.of("/nowhere/java"), "/")).isEqualTo("/nowhere/java");
  }

  @Test
  void aFolderOfJarsNeedsOne() throws IOException {
    String classes = folder + "/app/*";
    assertThat(missing(JAVA, classes)).isEqualTo(classes);

    Files.createDirectories(folder.resolve("app"));
    assertThat(missing(JAVA, classes)).isEqualTo(classes);

    Files.createFile(folder.resolve("app/localport.jar"));
    assertThat(missing(JAVA, classes)).isEmpty();
  }

  @Test
  void ofAPathOneEntryIsEnough() {
    assertThat(missing(JAVA, "/nowhere/a:" + folder)).isEmpty();
    assertThat(missing(JAVA, "/nowhere/a:/nowhere/b")).isEqualTo("/nowhere/a:/nowhere/b");
  }
}
