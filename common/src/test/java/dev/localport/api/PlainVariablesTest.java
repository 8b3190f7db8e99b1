package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainVariablesTest {
  @Test
  void onlyNamesOfTheListArePlain() {
    assertThat(
            PlainVariables.of(
                Map.of("AWS_PROFILE", "team", "AWS_SECRET_ACCESS_KEY", "s", "TZ", "")))
        .isEqualTo(Map.of("AWS_PROFILE", "team"));
  }

  @ParameterizedTest
  @CsvSource({
    "AWS_PROFILE, AKIAABCDEFGHIJKLMNOP, looks like a secret",
    "AWS_PROFILE, https://u:p@host/, contains a user or password",
    "https_proxy, u:p@proxy:3128, contains a user or password",
    "AWS_PROFILE, me@team, ''",
    "HTTPS_PROXY, proxy:3128, ''"
  })
  void aValueThatMayBeASecretIsNotPlain(String name, String value, String reason) {
    assertThat(PlainVariables.reasonAgainst(name, value)).isEqualTo(reason);
    assertThat(PlainVariables.of(Map.of(name, value)).isEmpty()).isEqualTo(!reason.isEmpty());
  }

  @Test
  void aValueWithALineEndIsNotPlain() {
    assertThat(PlainVariables.reasonAgainst("TZ", "a\nb"))
        .isEqualTo("contains a control character");
  }
}
