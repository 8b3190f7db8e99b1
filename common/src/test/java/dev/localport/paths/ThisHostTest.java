package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ThisHostTest {
  private static final List<String> NO_COMMAND = List.of("/there/is/no/such/program");

  @TempDir private Path folder;

  private Path kernel(String content) throws IOException {
    return Files.writeString(folder.resolve("hostname"), content);
  }

  private Path missing() {
    return folder.resolve("missing");
  }

  @Test
  void isWhatTheSystemCallsThisMachine() throws IOException, InterruptedException {
    Process uname = new ProcessBuilder("uname", "-n").start();
    byte[] printed = uname.getInputStream().readAllBytes();

    assertThat(uname.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(ThisHost.name()).isEqualTo(new String(printed, StandardCharsets.UTF_8).strip());
  }

  @Test
  void readsTheKernelsFileAndRunsNothingThen() throws IOException {
    assertThat(ThisHost.name(kernel("alpha.example.com\n"), NO_COMMAND))
        .isEqualTo("alpha.example.com");
  }

  @Test
  void asksACommandWhereTheKernelHasNoSuchFile() {
    assertThat(ThisHost.name(missing(), List.of("echo", "beta.local"))).isEqualTo("beta.local");
  }

  @Test
  void isEmptyWhereNothingSays() throws IOException {
    assertThat(ThisHost.name(missing(), NO_COMMAND)).isEmpty();
    assertThat(ThisHost.name(missing(), List.of("true"))).isEmpty();
    assertThat(ThisHost.name(kernel("\n"), NO_COMMAND)).isEmpty();
  }

  @Test
  void givesUpOnACommandThatDoesNotEnd() {
    assertThat(ThisHost.name(missing(), List.of("sleep", "60"))).isEmpty();
  }

  @Test
  void isSafeToPrintWhateverTheNameIs() throws IOException {
    assertThat(ThisHost.name(kernel("a\u001b[31m\u202eb"), NO_COMMAND)).isEqualTo("a?[31m?b");
    assertThat(ThisHost.name(kernel("x".repeat(1000)), NO_COMMAND)).hasSize(255);
  }
}
