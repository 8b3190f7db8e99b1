package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFileTest {
  @TempDir private Path folder;

  private static String mode(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void makesAnEmptyFileForItsOwnerAlone() throws IOException {
    Path file = folder.resolve("log");

    PrivateFile.create(file);

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).isEmptyFile();
  }

  @Test
  void tightensTheOneThatIsThereAndKeepsItsContent() throws IOException {
    Path file = Files.writeString(folder.resolve("log"), "kept");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

    PrivateFile.create(file);

    assertThat(mode(file)).isEqualTo("rw-------");
    assertThat(file).hasContent("kept");
  }

  @Test
  void followsNoLink() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "");
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rw-rw-rw-"));
    Path link = Files.createSymbolicLink(folder.resolve("log"), elsewhere);

    PrivateFile.create(link);

    assertThat(mode(elsewhere)).isEqualTo("rw-rw-rw-");
  }
}
