package dev.localport.e2e.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Lines as tmux captures them, taken apart by what looks the same. */
class RunTest {
  @Test
  void splitsAtColorsAndWideGaps() {
    assertThat(Run.of("dev  \u001b[32m● connected\u001b[39m  16 ms"))
        .isEqualTo(
            List.of(
                new Run(0, "dev", ""), new Run(5, "● connected", "c2"), new Run(18, "16 ms", "")));
  }

  @Test
  void drawsABackgroundApartFromItsText() {
    assertThat(Run.of("\u001b[7m a  b \u001b[0m"))
        .isEqualTo(
            List.of(new Run(0, "      ", "on-15"), new Run(1, "a", "c0"), new Run(4, "b", "c0")));
  }

  @Test
  void knowsBrightPaletteBoldAndDim() {
    assertThat(Run.of("\u001b[1;38;5;208mx\u001b[0;2;90my\u001b[22;39;44mz"))
        .isEqualTo(
            List.of(
                new Run(0, "x", "c208 b"),
                new Run(1, "y", "c8 d"),
                new Run(2, " ", "on-4"),
                new Run(2, "z", "")));
  }

  @Test
  void aBlankLineHasNone() {
    assertThat(Run.of("   ")).isEmpty();
  }
}
