package dev.localport.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Methods;
import dev.localport.api.PodLogSeam;
import dev.localport.cli.render.Console;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** What the places in a pod's log print where it goes on. */
class PodLogSeamsTest {
  private static String printed(Output.Verbosity verbosity, String missing) {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(new ByteArrayOutputStream(), true, UTF_8);
    Console console =
        new Console(out, new PrintStream(err, true, UTF_8), false, false, () -> 0, () -> "");
    new PodLogPrinter(new Output(console, OutputFormat.TABLE, verbosity, false))
        .onNotification(
            Methods.POD_SEAM,
            new PodLogSeam(PodLogSeam.RECONNECTED, "web-1", "c", "web-1", missing, null, 0, "text")
                .toJson());
    return err.toString(UTF_8);
  }

  @Test
  void quietLeavesOutThoseWhereNothingIsMissing() {
    assertThat(printed(Output.Verbosity.NORMAL, PodLogSeam.NONE)).isEqualTo("--- text ---\n");
    assertThat(printed(Output.Verbosity.QUIET, PodLogSeam.NONE)).isEmpty();
    assertThat(printed(Output.Verbosity.QUIET, PodLogSeam.POSSIBLE)).isEqualTo("--- text ---\n");
  }
}
