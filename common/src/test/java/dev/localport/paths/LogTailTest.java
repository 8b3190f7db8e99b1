package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
  @TempDir private Path folder;

  private Path file;

  @BeforeEach
  void aLog() {
    file = folder.resolve("daemon.log");
  }

  @Test
  void returnsTheLastLinesOldestFirst() throws IOException {
    Files.writeString(file, "one\ntwo\nthree");

    assertThat(LogTail.lines(file, 2)).containsExactly("two", "three");
    assertThat(LogTail.lines(file, 9)).containsExactly("one", "two", "three");
    assertThat(LogTail.lines(file, 0)).isEmpty();
  }

  @Test
  void returnsOnlyWhatStandsBehindTheOffset() throws IOException {
    Files.writeString(file, "one\ntwo\n");

    assertThat(LogTail.lines(file, 9, 4)).containsExactly("two");
    assertThat(LogTail.lines(file, 9, 100)).isEmpty();
  }

  @Test
  void leavesOutTheHalfLineAtTheBeginningOfWhatItReads() throws IOException {
    Files.writeString(file, "x".repeat(LogTail.MAX_BYTES) + "\nlast\n");

    assertThat(LogTail.lines(file, 9)).containsExactly("last");
  }
}
