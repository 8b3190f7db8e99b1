package dev.localport.daemon.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AttemptCountTest {
  @Test
  void aCountedFailureIsOneMore() {
    assertThat(AttemptCount.NONE.failed(true, true)).isEqualTo(new AttemptCount(1, 1));
    assertThat(new AttemptCount(3, 2).failed(true, true)).isEqualTo(new AttemptCount(4, 3));
  }

  @Test
  void anUncountedFailureSpendsNoAttemptButIsAFault() {
    assertThat(new AttemptCount(3, 2).failed(false, true)).isEqualTo(new AttemptCount(3, 3));
  }

  @Test
  void theFirstFailureIsFollowedByAttemptOneEvenIfItDoesNotCount() {
    assertThat(AttemptCount.NONE.failed(false, true)).isEqualTo(new AttemptCount(1, 1));
  }

  @Test
  void aClusterThatDoesNotAnswerSaysNothingAboutTheService() {
    assertThat(new AttemptCount(3, 4).failed(true, false)).isEqualTo(new AttemptCount(4, 0));
  }
}
