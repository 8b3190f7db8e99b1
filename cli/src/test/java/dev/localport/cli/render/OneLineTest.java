package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OneLineTest {
  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "web-1, 5",
    "Größe, 5",
    "Gro\u0308ße, 5",
    "東京, 4",
    "サービス, 8",
    "한국, 4",
    "ｆｕｌｌ, 8",
    "a\u200bb, 2",
    "🚀, 2",
    "𠀀, 2",
    "● up …, 6"
  })
  void lettersTakeTheirColumns(String text, int width) {
    assertThat(OneLine.width(text)).isEqualTo(width);
  }

  @Test
  void aWideLetterIsInOrOutAsAWhole() {
    assertThat(OneLine.cut("東京タワー", 6)).isEqualTo("東京…");
    assertThat(OneLine.cut("東京", 4)).isEqualTo("東京");
    assertThat(OneLine.cutFront("東京タワー", 6)).isEqualTo("…ワー");
    assertThat(OneLine.cutFront("東京タワー", 7)).isEqualTo("…タワー");
    assertThat(OneLine.first("東京", 3)).isEqualTo("東");
    assertThat(OneLine.cut("abc", 0)).isEqualTo("…");
  }

  @Test
  void aTextOfWideLettersIsBrokenWhereTheLineEnds() {
    assertThat(Wrapping.lines("- ", "東京タワー here", "  ", 8))
        .isEqualTo(List.of("- 東京タ", "  ワー", "  here"));
  }
}
