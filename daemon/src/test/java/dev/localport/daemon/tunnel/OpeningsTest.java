package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class OpeningsTest {
  private final Openings openings = new Openings();
  private final List<Integer> started = new ArrayList<>();
  private final List<CompletableFuture<Void>> answers = new ArrayList<>();

  private void add(int count) {
    for (int i = 0; i < count; i++) {
      int number = answers.size();
      answers.add(new CompletableFuture<>());
      openings.add(answers.get(number), () -> started.add(number));
    }
  }

  @Test
  void aFewAreStartedAtATimeInTheirOrder() {
    add(Openings.MOST + 2);
    assertThat(started).hasSize(Openings.MOST).isSorted();

    answers.get(3).complete(null);
    answers.get(0).completeExceptionally(new IllegalStateException("refused"));

    assertThat(started).hasSize(Openings.MOST + 2).isSorted();
  }

  @Test
  void oneThatIsGivenUpBeforeItsTurnIsNeverStarted() {
    add(Openings.MOST + 2);
    answers.get(Openings.MOST).cancel(false);

    answers.get(0).complete(null);

    assertThat(started).hasSize(Openings.MOST + 1).contains(Openings.MOST + 1);
  }
}
