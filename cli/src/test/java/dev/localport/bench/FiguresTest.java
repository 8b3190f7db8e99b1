package dev.localport.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Medians and percentiles, and how they are printed. */
class FiguresTest {
  private static Figures of(double... values) {
    return new Figures(DoubleStream.of(values).boxed().toList());
  }

  @Test
  void theMedianIsTheValueInTheMiddleWhateverTheOrder() {
    assertThat(of(9, 1, 3).median()).isEqualTo(3);
    assertThat(of(4, 1, 3, 100).median()).isEqualTo(3.5);
    assertThat(of(7).median()).isEqualTo(7);
  }

  @Test
  void aPercentileIsOneOfTheValues() {
    Figures hundred = of(DoubleStream.iterate(1, value -> value + 1).limit(100).toArray());

    assertThat(hundred.percentile(99)).isEqualTo(99);
    assertThat(hundred.percentile(100)).isEqualTo(100);
    assertThat(hundred.percentile(0)).isEqualTo(1);
    assertThat(of(5, 8).percentile(99)).isEqualTo(8);
  }

  @Test
  void threeDigitsCountAndTheSpreadStandsInBrackets() {
    assertThat(of(58.123, 57.04, 60.26)).hasToString("58.1 (57.0–60.3)");
    assertThat(of(0, 0, 0)).hasToString("0");
    assertThat(of(0.12345)).hasToString("0.123");
    assertThat(of(1234.6)).hasToString("1235");
  }

  @Test
  void noValuesAreNoFigures() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Figures(List.of()));
  }
}
