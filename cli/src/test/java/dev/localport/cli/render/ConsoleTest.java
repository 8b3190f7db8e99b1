package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConsoleTest {
  private static Console over(OutputStream target) {
    ResultStream results = ResultStream.to(target, false);
    return new Console(results, results, false, false, () -> 0, () -> "");
  }

  private static OutputStream failing(String why) {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        throw new IOException(why);
      }
    };
  }

  @Test
  void anExportedColumnsCountsOnATerminalAlone() {
    Map<String, String> exported = Map.of("COLUMNS", "40");

    assertThat(Console.width(exported, true)).isEqualTo(40);
    assertThat(Console.width(exported, false)).as("a pipe has no width").isZero();
  }

  @Test
  void resultsThatAFullDiskTookAwayAreLost() {
    Console console = over(failing("No space left on device"));
    assertThat(console.lost()).isNull();

    console.out().println("services");

    assertThat(console.lost()).isEqualTo("No space left on device");
  }

  @Test
  void resultsWhoseReaderHasSeenEnoughAreNotLost() {
    Console console = over(failing("Broken pipe"));

    console.out().println("services");

    assertThat(console.lost()).isNull();
    assertThat(console.out().checkError()).isTrue();
  }

  @Test
  void whatIsWrittenIsNotLost() {
    Console console = over(OutputStream.nullOutputStream());

    console.out().print("no end of the line");

    assertThat(console.lost()).isNull();
  }

  @Test
  void theWritersOfALibrarySteerNoTerminal() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Console console = over(bytes);

    console.outWriter().println("Unknown option: '--a\u001b[2J\u202eb'");
    console.errWriter().print("\u0007c\u009b\n\u2066");
    console.errWriter().append('\u001b').append("[2J\td").println(new char[] {'\u200f', 'e'});

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo("Unknown option: '--a [2J b'\n [2J\td e\n");
  }
}
