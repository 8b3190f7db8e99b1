package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DaemonPhaseTest {
  @ParameterizedTest
  @EnumSource(DaemonPhase.class)
  void isReadAsItWasWritten(DaemonPhase phase) {
    assertThat(DaemonPhase.of(phase.word())).isEqualTo(phase);
  }

  @Test
  void aWordOfANewerVersionMeansADaemonThatRuns() {
    assertThat(DaemonPhase.of("dancing")).isEqualTo(DaemonPhase.RUNNING);
  }
}
