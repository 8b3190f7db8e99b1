package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FrameBudgetTest {
  private long nanos;
  private final FrameBudget budget = new FrameBudget(() -> nanos);

  private int spendAll() {
    int spent = 0;
    while (budget.spend()) {
      spent++;
    }
    return spent;
  }

  @Test
  void oneSecondAllowsSoManyFramesAndNoMore() {
    assertThat(spendAll()).isEqualTo(FrameBudget.A_SECOND);
  }

  @Test
  void theNextSecondAllowsAsManyAgain() {
    spendAll();
    nanos += Duration.ofMillis(999).toNanos();
    assertThat(budget.spend()).isFalse();

    nanos += Duration.ofMillis(1).toNanos();
    assertThat(spendAll()).isEqualTo(FrameBudget.A_SECOND);
  }

  @Test
  void framesThatFollowFromOursAreNotHeldAgainstTheServer() {
    budget.expect(FrameBudget.A_STREAM);
    budget.expect(FrameBudget.A_DATA_FRAME);

    assertThat(spendAll())
        .isEqualTo(FrameBudget.A_SECOND + FrameBudget.A_STREAM + FrameBudget.A_DATA_FRAME);
  }

  @Test
  void whatFollowsMayComeLater() {
    budget.expect(10);
    nanos += Duration.ofMinutes(5).toNanos();

    assertThat(spendAll()).isEqualTo(FrameBudget.A_SECOND + 10);
  }
}
