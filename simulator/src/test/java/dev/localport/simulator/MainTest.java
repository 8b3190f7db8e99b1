package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process: one line when it is ready, and nothing left when it ends. */
class MainTest {
  @TempDir Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) throws InterruptedException {
    return run(new ByteArrayInputStream(new byte[0]), arguments);
  }

  private int run(InputStream in, String... arguments) throws InterruptedException {
    return Main.run(
        arguments, in, new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8));
  }

  @Test
  void endsWithItsInputAndLeavesNothing() throws InterruptedException {
    Path sim = folder.resolve("sim");

    assertThat(run(sim.toString())).isZero();

    assertThat(out.toString(UTF_8)).isEqualTo("ready: %s\n".formatted(sim.resolve("kubeconfig")));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void leavesAFolderThatWasThere() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("mine"), "");

    assertThat(run(folder.toString(), "0", "1.29.3")).isZero();

    assertThat(folder).isDirectoryContaining(file -> file.endsWith("mine"));
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "f x", "f 1 2", "f 1 1.2.3 4"})
  void saysHowItIsUsed(String arguments) throws InterruptedException {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" ", -1))).isEqualTo(2);
    assertThat(err.toString(UTF_8)).startsWith("usage: Main FOLDER [PORT [VERSION]]");
  }

  @Test
  void saysWhyItCannotRunAndLeavesNothing() throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(run(folder.resolve("sim").toString(), Integer.toString(taken.getLocalPort())))
          .isEqualTo(1);
    }
    assertThat(err.toString(UTF_8))
        .startsWith("the simulated cluster cannot run: ")
        .contains("Address already in use");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void endsWhenItIsAskedToAndLeavesNothing() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Main.class.getName(),
                    folder.resolve("sim").toString()))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (BufferedReader lines = process.inputReader(UTF_8)) {
      assertThat(lines.readLine()).startsWith("ready: ");

      process.destroy();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(folder).isEmptyDirectory();
    } finally {
      process.destroyForcibly();
    }
  }
}
