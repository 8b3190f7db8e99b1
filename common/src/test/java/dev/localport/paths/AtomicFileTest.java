package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("state.json");
  }

  @Test
  void replacesTheContentAndLeavesNothingBeside() throws IOException {
    AtomicFile.write(file, "first, and longer");
    AtomicFile.write(file, "zweite: ü");

    assertThat(file).hasContent("zweite: ü");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(folder).isDirectoryContaining(path -> path.equals(file));
    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void writesOverWhatACrashLeft() throws IOException {
    Files.writeString(folder.resolve("state.json.tmp"), "half of a much longer cont");

    AtomicFile.write(file, "whole");

    assertThat(file).hasContent("whole");
    assertThat(folder.resolve("state.json.tmp")).doesNotExist();
  }

  @Test
  void keepsTheOldContentWhenTheNewCannotBeWritten() throws IOException {
    AtomicFile.write(file, "old");
    Path outside = Files.writeString(folder.resolve("outside"), "untouched");
    Files.createSymbolicLink(folder.resolve("state.json.tmp"), outside);

    assertThatThrownBy(() -> AtomicFile.write(file, "new")).isInstanceOf(IOException.class);

    assertThat(file).hasContent("old");
    assertThat(outside).hasContent("untouched");
    assertThat(folder.resolve("state.json.tmp")).doesNotExist();
  }

  @Test
  void leavesNothingBesideWhenTheFileCannotBeReplaced() throws IOException {
    Files.createDirectories(file.resolve("in the way"));

    assertThatThrownBy(() -> AtomicFile.write(file, "new")).isInstanceOf(IOException.class);

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void tellsAlsoWhyItCouldNotTidyUp() throws IOException {
    Files.createDirectories(folder.resolve("state.json.tmp/in the way"));

    assertThatThrownBy(() -> AtomicFile.write(file, "new"))
        .isInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
  }
}
