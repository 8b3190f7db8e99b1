package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Amounts and foreign text as they are shown. */
class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "1023, 1023 B",
    "1024, 1.0 KiB",
    "10239, 9.9 KiB",
    "10240, 10 KiB",
    "20971520, 20 MiB",
    "9223372036854775807, 8388608 TiB"
  })
  void amountsHaveADigitBehindThePointBelowTen(long bytes, String shown) {
    assertThat(Bytes.show(bytes)).isEqualTo(shown);
  }

  @Test
  void foreignTextCannotMoveTheCursor() {
    assertThat(OneLine.plain("a\r\nb\u001b[2Jc")).isEqualTo("a  b [2Jc");
  }

  @Test
  void cuttingCountsCharactersAsTheyAreSeen() {
    assertThat(OneLine.cut("a😀😀b", 6)).isEqualTo("a😀😀b");
    assertThat(OneLine.cut("a😀😀b", 5)).isEqualTo("a😀…");
    assertThat(OneLine.cutFront("a😀😀b", 5)).isEqualTo("…😀b");
    assertThat(OneLine.cut("ab", 0)).isEqualTo("…");
  }

  @ParameterizedTest
  @CsvSource({"'24 80\n', 80", "'0 0\n', 0", "'', 0", "not a tty, 0", "'24 -1', 0"})
  void theWidthOfATerminalIsTheSecondNumber(String size, int columns) {
    assertThat(TerminalWidth.columns(size)).isEqualTo(columns);
  }

  @Test
  void anyOfTheUsualVariablesSwitchesColoursOff() {
    assertThat(Console.wantsColours(Map.of())).isTrue();
    assertThat(Console.wantsColours(Map.of("NO_COLOR", "", "TERM", "xterm"))).isTrue();
    assertThat(Console.wantsColours(Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Console.wantsColours(Map.of("LOCALPORT_NO_COLOR", "1"))).isFalse();
    assertThat(Console.wantsColours(Map.of("TERM", "dumb"))).isFalse();
  }
}
