package dev.localport.daemon.podlog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.PodLogSource;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeamDraftTest {
  private static final PodLogSource WEB = new PodLogSource("web-1", "u1", "server", "run-1");
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

  @ParameterizedTest
  @CsvSource({"250, 250 ms", "1400, 1.4 s", "720000, 12m", "4503000, 1h 15m"})
  void anInterruptionIsAsLongAsPeopleSayIt(long millis, String shown) {
    SeamDraft seam = new SeamDraft(WEB, NOW);
    seam.interrupted(NOW, "the connection broke");

    assertThat(seam.seam(WEB, NOW.plus(Duration.ofMillis(millis))).message())
        .isEqualTo(
            "log of pod web-1 continues after an interruption of %s (the connection broke);"
                    .formatted(shown)
                + " nothing is missing");
  }
}
