package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VariableFormatTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        " ",
        "it's",
        "''",
        "$HOME `id` $(id) \\ \" !! ~ # *",
        "two\nlines\n",
        "~/x",
        "=a",
        "ü",
        "-n",
        "a;b|c&d",
        "tab\there"
      })
  void aShellReadsBackWhatWasWritten(String value) throws IOException, InterruptedException {
    String script = "export V=" + VariableFormat.quotedForShell(value) + "\nprintf %s \"$V\"";
    Process shell = new ProcessBuilder("sh", "-c", script).start();

    String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(shell.waitFor()).isZero();
    assertThat(printed).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          postgres://app@127.0.0.1:5432/shop?a=b&c | 'postgres://app@127.0.0.1:5432/shop?a=b&c'
          postgres://app@127.0.0.1:5432/shop       | postgres://app@127.0.0.1:5432/shop
          ``                                       | ``
          two words # and $5                       | 'two words # and $5'
          a\\b                                     | 'a\\b'
          it's "5$"                                | "it's \\"5\\$\\""
          """)
  void aDotenvFileHasQuotesWhereTheyAreNeeded(String value, String written) {
    assertThat(VariableFormat.quotedForDotenv(value)).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource({"1, \\n", "2, \\r"})
  void aLineEndIsEscapedInADotenvFile(int kind, String escaped) {
    assertThat(VariableFormat.quotedForDotenv(kind == 1 ? "a\nb" : "a\rb"))
        .isEqualTo("\"a" + escaped + "b\"");
  }
}
