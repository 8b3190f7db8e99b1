package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteeringTest {
  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 0x1b, '\n', 0x7f, 0x85, 0x9b, 0x061c, 0x200e, 0x200f, 0x2028, 0x202e, 0x2066, 0x2069
      })
  void whatSteersATerminalIsNamed(int character) {
    assertThat(Steering.is(character)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {' ', 'a', 0xa0, 0x061b, 0x200d, 0x2010, 0x2027, 0x202f, 0x2065, 0x206a})
  void whatIsShownIsNot(int character) {
    assertThat(Steering.is(character)).isFalse();
  }

  @Test
  void eachIsReplacedUnlessItIsKept() {
    assertThat(Steering.replaced("a\tb\u001b[31m\u202ec\n", "\t", Steering::escape))
        .isEqualTo("a\tb\\u001b[31m\\u202ec\\u000a");
  }
}
