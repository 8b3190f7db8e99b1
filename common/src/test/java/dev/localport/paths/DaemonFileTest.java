package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaemonFileTest {
  private static final Instant STARTED = Instant.parse("2026-01-31T08:00:00.123Z");

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("daemon.json");
  }

  @Test
  void comesBackAsItWasWritten() throws IOException {
    DaemonFile written =
        new DaemonFile(812, "1.2.3", "desk", Path.of("/run/user/1000/ü.sock"), STARTED);

    written.write(file);

    assertThat(DaemonFile.find(file)).contains(written);
    assertThat(file)
        .hasContent(
            "{\"pid\":812,\"version\":\"1.2.3\",\"host\":\"desk\",\"socket\":\"/run/user/1000/ü.sock\",\"started_ms\":1769846400123}\n");
  }

  @Test
  void anOlderDaemonThatNamesNoHostMayBeOnAny() throws IOException {
    Files.writeString(file, "{\"pid\":812,\"version\":\"1\",\"socket\":\"/s\",\"started_ms\":1}");

    assertThat(DaemonFile.find(file))
        .hasValueSatisfying(daemon -> assertThat(daemon.isOn("a")).isTrue());
    assertThat(new DaemonFile(1, "1", "b", Path.of("/s"), STARTED).isOn("a")).isFalse();
  }

  @Test
  void isEmptyWhereThereIsNone() {
    assertThat(DaemonFile.find(file)).isEmpty();
    assertThat(DaemonFile.find(folder)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{\"pid\":",
        "[]",
        "{\"pid\":\"812\",\"version\":\"1\",\"socket\":\"/s\",\"started_ms\":1}",
        "{\"pid\":812,\"version\":\"1\",\"started_ms\":1}",
        "{\"pid\":812,\"version\":\"1\",\"socket\":\"\\u0000\",\"started_ms\":1}"
      })
  void isEmptyForGarbage(String content) throws IOException {
    Files.writeString(file, content);

    assertThat(DaemonFile.find(file)).isEmpty();
  }

  @Test
  void isEmptyForWhatIsNoTextOrTooLarge() throws IOException {
    Files.write(file, new byte[] {(byte) 0xff, 0});
    assertThat(DaemonFile.find(file)).isEmpty();

    Files.writeString(file, " ".repeat((64 << 10) + 1));
    assertThat(DaemonFile.find(file)).isEmpty();
  }
}
