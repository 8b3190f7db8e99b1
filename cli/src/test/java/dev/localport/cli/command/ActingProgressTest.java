package dev.localport.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.cli.render.Console;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ActingProgressTest {
  private static final InstantSource CLOCK = InstantSource.fixed(Instant.EPOCH);

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private void startDaemon(boolean isTerminal) {
    PrintStream stream = Console.stream(printed, Map.of());
    Console console = new Console(stream, stream, isTerminal, false, () -> 80, () -> "");
    Output output = new Output(console, OutputFormat.TABLE, Output.Verbosity.NORMAL, true);
    try (ActingProgress progress = new ActingProgress(output, "starting", CLOCK, true)) {
      progress.news().daemonStarts();
    }
  }

  @Test
  void theDaemonIsSaidToStartAtOnceOnATerminalAlone() {
    startDaemon(false);
    assertThat(printed.toString(UTF_8)).isEmpty();

    startDaemon(true);
    assertThat(printed.toString(UTF_8)).isEqualTo("\r\u001b[Kstarting the daemon\r\u001b[K");
  }
}
