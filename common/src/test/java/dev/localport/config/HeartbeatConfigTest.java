package dev.localport.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeartbeatConfigTest {
  private static HeartbeatConfig of(long intervalMillis, long timeoutMillis) {
    return new HeartbeatConfig(
        Duration.ofMillis(intervalMillis),
        Duration.ofMillis(timeoutMillis),
        HeartbeatConfig.DEFAULT.giveUp());
  }

  @Test
  void byDefaultOneSessionIsAskedAfterFourSecondsAndHasThree() {
    assertThat(HeartbeatConfig.DEFAULT.quiet()).isEqualTo(Duration.ofSeconds(4));
    assertThat(HeartbeatConfig.DEFAULT.proof()).isEqualTo(Duration.ofSeconds(3));
  }

  /** Faults, kind 11: {@code heartbeat: {interval: 60s, timeout: 60s}} changed nothing. */
  @ParameterizedTest
  @CsvSource({"60000, 60000", "9001, 4001", "30000, 100"})
  void whatIsSetAboveTheDefaultIsNeverUndercut(long interval, long timeout) {
    HeartbeatConfig config = of(interval, timeout);

    assertThat(config.quiet()).isEqualTo(config.interval());
    assertThat(config.proof()).isEqualTo(config.timeout());
  }

  @ParameterizedTest
  @CsvSource({"2000, 100, 2000, 100", "5000, 4000, 4000, 3000", "3999, 2999, 3999, 2999"})
  void whatIsSetBelowMakesItSooner(long interval, long timeout, long quiet, long proof) {
    assertThat(of(interval, timeout).quiet()).isEqualTo(Duration.ofMillis(quiet));
    assertThat(of(interval, timeout).proof()).isEqualTo(Duration.ofMillis(proof));
  }
}
