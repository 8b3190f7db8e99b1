package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SparesTest {
  private static int given(Spares spares) {
    int given = 0;
    while (spares.free()) {
      given++;
    }
    return given;
  }

  @Test
  void areGivenOnceEachUntilTheyAreRefilled() {
    try (Spares spares = new Spares(3)) {
      assertThat(given(spares)).isEqualTo(3);
      assertThat(spares.free()).isFalse();

      spares.refill();
      spares.refill();

      assertThat(given(spares)).isEqualTo(3);
    }
  }

  @Test
  void areNotRefilledAfterTheEnd() {
    Spares spares = new Spares(3);
    spares.close();

    spares.refill();

    assertThat(spares.free()).isFalse();
  }
}
