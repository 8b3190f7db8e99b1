package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ServiceStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Objects;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A captive portal or a single sign-on page that answers in the place of the API server. */
class SignInPageTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          200 | a page "Welcome to Example" (200) from simulated-gateway/1.0
          302 | redirects to https://login.example.com/
          403 | a page "Blocked by policy" (403) from simulated-gateway/1.0
          """)
  void countsAsOfflineAndIsNamedAndCostsNoAttempts(int code, String words, @TempDir Path folder)
      throws IOException, InterruptedException, GeneralSecurityException, LoadException {
    try (SimulatorFixture at = SimulatorFixture.watched(folder)) {
      at.connect("deployment/moods", "echo", "");
      at.cluster.control("page?code=" + code);
      at.cluster.control("reset");

      String why = at.awaitSuspended("cluster_offline");

      assertThat(why)
          .isEqualTo("something else responds at %s: %s".formatted(at.cluster.server(), words));
      assertThat(at.status().attempt()).isLessThanOrEqualTo(3);
      at.cluster.control("page?code=0");
      ServiceStatus back = at.await("connected");
      assertThat(back.protocol()).isEqualTo("spdy");
      assertThat(Objects.requireNonNull(back.context())).isEqualTo("demo");
    }
  }
}
