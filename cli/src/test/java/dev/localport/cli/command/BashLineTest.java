package dev.localport.cli.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BashLineTest {
  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          localport st                          ¦ localport;st
          localport  -c 'my file' st            ¦ localport;-c;my file;st
          localport -c my\\ file st             ¦ localport;-c;my file;st
          localport -c "a \\"b\\" \\n" st        ¦ localport;-c;a "b" \\n;st
          localport -c "" st                    ¦ localport;-c;;st
          localport --context "my c             ¦ localport;--context;my c
          localport --context=it\\'s             ¦ localport;--context=it's
          """)
  void wordsAreThoseThatBashReads(String line, String words) {
    assertThat(BashLine.of(line).words()).containsExactly(words.split(";", -1));
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '¦',
      quoteCharacter = '`',
      textBlock =
          """
          --context m        ¦ my context           ¦ my\\ context
          --context '$'      ¦ $(touch /tmp/x)      ¦ $(touch /tmp/x)
          --context "        ¦ $(touch "x")         ¦ \\$(touch \\"x\\")
          --context \\$       ¦ $(touch /tmp/x)      ¦ \\$\\(touch\\ /tmp/x\\)
          --context          ¦ a;b&c|d>e*?[f]{g}!#'" ¦ a\\;b\\&c\\|d\\>e\\*\\?\\[f\\]\\{g\\}\\!\\#\\'\\"
          --context 'i       ¦ it's                 ¦ it'\\''s
          --context=m        ¦ --context=my context ¦ my\\ context
          --context arn:a b  ¦ b c                  ¦ b\\ c
          --context arn:aws: ¦ arn:aws:eks          ¦ eks
          -c ~/m             ¦ ~/my file            ¦ ~/my\\ file
          -c x~              ¦ x~y                  ¦ x\\~y
          --context "arn:a   ¦ arn:aws:eks          ¦ arn:aws:eks
          --context gr       ¦ größe-日本           ¦ größe-日本
          """)
  void whatIsPutIntoTheLineIsQuotedForTheShell(String typed, String word, String put) {
    assertThat(BashLine.of("localport " + typed).replacement(word)).isEqualTo(put);
  }

  /* Contexts as kubeconfigs have them: with blanks, quotes, and what a shell would run. */
  @Test
  void bashReadsBackEachNameAsItIs() throws IOException, InterruptedException {
    List<String> names =
        List.of(
            "my context",
            "$(touch /tmp/pwned)",
            "`id`",
            "a'b\"c",
            "-rf",
            "arn:aws:eks:eu-1:1:cluster/a b",
            "back\\slash",
            "tab\tname",
            "a;b&c|d>e<f*?[g]{h,i}!#~",
            "größe");
    StringBuilder script = new StringBuilder();
    for (String name : names) {
      for (String open : List.of("", "'", "\"")) {
        String word = BashLine.of("localport --context " + open).replacement(name);
        script.append("printf '%s\\n' ").append(open).append(word).append(open).append('\n');
      }
    }
    Process bash = new ProcessBuilder("bash", "-c", script.toString()).start();

    List<String> read = bash.inputReader(UTF_8).readAllLines();

    assertThat(bash.errorReader(UTF_8).readAllAsString()).isEmpty();
    assertThat(read)
        .isEqualTo(names.stream().flatMap(name -> Stream.of(name, name, name)).toList());
    assertThat(bash.waitFor()).isZero();
  }
}
