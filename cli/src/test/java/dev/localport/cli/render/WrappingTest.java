package dev.localport.cli.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WrappingTest {
  private static List<String> lines(String text) {
    return Wrapping.lines("", text, "  ", 20);
  }

  @Test
  void linesBreakBetweenWordsAndLongWordsAnywhere() {
    assertThat(lines("the pod was deleted by its deployment"))
        .containsExactly("the pod was deleted", "  by its deployment");
    assertThat(lines("a12345678901234567890123456789"))
        .containsExactly("a1234567890123456789", "  0123456789");
  }

  @Test
  void aNumberStaysWithItsUnit() {
    assertThat(lines("no answer within 30 s")).containsExactly("no answer within", "  30 s");
    assertThat(lines("no answer within 5 seconds"))
        .containsExactly("no answer within 5", "  seconds");
    assertThat(lines("it took that pod 18 ms; then"))
        .containsExactly("it took that pod", "  18 ms; then");
  }
}
