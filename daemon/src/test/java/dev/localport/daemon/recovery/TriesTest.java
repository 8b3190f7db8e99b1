package dev.localport.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TriesTest {
  @Test
  void aCountedFailureIsOneMore() {
    assertThat(Tries.NONE.failed(true, true)).isEqualTo(new Tries(1, 1));
    assertThat(new Tries(3, 2).failed(true, true)).isEqualTo(new Tries(4, 3));
  }

  @Test
  void anUncountedFailureSpendsNoAttemptButIsAFault() {
    assertThat(new Tries(3, 2).failed(false, true)).isEqualTo(new Tries(3, 3));
  }

  @Test
  void theFirstFailureIsFollowedByAttemptOneEvenIfItDoesNotCount() {
    assertThat(Tries.NONE.failed(false, true)).isEqualTo(new Tries(1, 1));
  }

  @Test
  void aClusterThatDoesNotAnswerSaysNothingAboutTheService() {
    assertThat(new Tries(3, 4).failed(true, false)).isEqualTo(new Tries(4, 0));
  }
}
