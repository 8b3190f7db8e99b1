package dev.localport.cli.render;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Steering;
import dev.localport.cli.render.Table.Cell;
import dev.localport.rpc.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile server, pod or file says, by the time it is printed. */
class PrintedTest {
  private static final String HOSTILE =
      "a\u001b[2J\u001b[31mred\u0007\u007f\u009b1m\rb\nc\u202egnp\u2066\u200f\u061c\u2028d";
  private static final String CLEAN = "a [2J [31mred   1m b c gnp    d";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private Output output(boolean colours) {
    PrintStream stream = new PrintStream(bytes, true, UTF_8);
    Console console = new Console(stream, stream, true, colours, () -> 0, () -> "");
    return new Output(console, OutputFormat.TABLE, Output.Verbosity.DEBUG, true);
  }

  private String printed() {
    return bytes.toString(UTF_8);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aResultSteersNoTerminal(boolean colours) {
    Output output = output(colours);

    output.result(HOSTILE);
    output.result(List.of(HOSTILE, "next"));

    assertThat(printed()).isEqualTo(CLEAN + "\n" + CLEAN + "\nnext\n");
  }

  @Test
  void messagesKeepTheirOwnLinesAndNothingElse() {
    Output output = output(true);

    output.note("x\n\t" + HOSTILE);
    output.detail("\u009b2J");
    output.error("\u202e");

    assertThat(printed()).isEqualTo("x\n\t" + CLEAN.replace("b c", "b\nc") + "\n 2J\n \n");
  }

  @Test
  void aQuestionAndATraceSteerNoTerminal() {
    Output output = output(true);

    assertThat(output.isConfirmed("start \u001b[2J?")).isFalse();
    output.trace(new IllegalStateException("bad \u001b[2J\u202e"));

    assertThat(printed()).startsWith("start  [2J? [y/N] ").contains("bad  [2J ");
    assertThat(printed()).doesNotContain("\u001b", "\u202e");
  }

  @Test
  void aFileOnATerminalSteersItNot() {
    output(true).document("a: \"\u202ex\"\nb: 1");

    assertThat(printed()).isEqualTo("a: \" x\"\nb: 1\n");
  }

  @Test
  void aFileInAPipeIsWhatItIs() {
    PrintStream stream = new PrintStream(bytes, true, UTF_8);
    Console pipe = new Console(stream, stream, false, false, () -> 0, () -> "");

    new Output(pipe, OutputFormat.TABLE, Output.Verbosity.NORMAL, false).document("a: \"\u200fx\"");

    assertThat(printed()).isEqualTo("a: \"\u200fx\"\n");
  }

  @Test
  void aTableKeepsItsOwnColorsAlone() {
    Table table = new Table(List.of(new Table.Column("NAME", Table.Cut.NEVER)));
    table.add(List.of(new Cell(HOSTILE, Colour.ORANGE)));
    table.remark(HOSTILE);

    output(true).painted(table.lines(0, true));

    assertThat(printed())
        .isEqualTo(
            "\u001b[1mNAME\u001b[0m\n\u001b[38;5;208m%s\u001b[0m\n  %s\n".formatted(CLEAN, CLEAN));
  }

  @Test
  void codesThatAreNotOursAreNoColors() {
    assertThat(Printed.painted("\u001b[32mup\u001b[0m \u001b[2J\u001b]0;t\u0007\u001b"))
        .isEqualTo("\u001b[32mup\u001b[0m  [2J ]0;t  ");
  }

  @Test
  void jsonEscapesWhatSteersATerminalAndReadsAsBefore() {
    JsonObject json = JsonObject.builder().put("message", HOSTILE).build();

    output(true).result(json);

    assertThat(printed().lines()).noneMatch(line -> line.chars().anyMatch(Steering::is));
    assertThat(printed()).containsIgnoringCase("\\u001b").contains("\\u009b", "\\u202e", "\\u007f");
    assertThat(JsonObject.parse(printed())).isEqualTo(json);
  }

  @Test
  void lettersOfAllLanguagesStay() {
    String text = Stream.of("Größe", "証明書", "😀", "עברית").reduce("\t", String::concat);

    output(true).result(text);

    assertThat(printed()).isEqualTo(text + "\n");
  }
}
