package dev.localport.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalJobTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          4711 (java) S 1 4711 4000 34816 4711 4194560 1 2      | true
          4711 (java) S 1 4700 4000 34816 4700 4194560 1 2      | true
          4711 (a) b) (c d) S 1 4711 4000 34816 4711 4194560 1 2 | true
          4711 (java) S 1 4711 4000 34816 4000 4194560 1 2      | false
          4711 (java) S 1 4711 4000 34816 -1 4194560 1 2        | false
          4711 (java) S 1 4711 4711 0 -1 4194560 1 2            | false
          4711 (java)                                           | false
          """)
  void aJobIsInTheForegroundOfItsTerminal(String stat, boolean foreground) {
    assertThat(TerminalJob.isForeground(stat)).isEqualTo(foreground);
  }
}
