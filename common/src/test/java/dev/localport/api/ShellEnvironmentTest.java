package dev.localport.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellEnvironmentTest {
  private static final Map<String, String> SHELL =
      Map.of(
          "AWS_PROFILE", "team",
          "AWS_SECRET_ACCESS_KEY", "planted",
          "HTTPS_PROXY", "http://eve:planted@proxy:3128",
          "KRB5_CONFIG", "/etc/krb5.conf");

  private static Caller caller() {
    return new Caller(null, ProxyVariables.of(SHELL))
        .lending(ShellEnvironment.of(SHELL, "shell 812"));
  }

  @Test
  void itTravelsWhole() {
    assertThat(Caller.from(caller().toJson()).environment())
        .isEqualTo(new ShellEnvironment(SHELL, "shell 812", true));
  }

  @Test
  void onDiskAreOnlyVariablesOfTheListAndNoPasswordOfAProxy() {
    Caller kept = Caller.from(caller().kept().toJson());

    assertThat(kept.environment())
        .isEqualTo(
            new ShellEnvironment(
                Map.of("AWS_PROFILE", "team", "KRB5_CONFIG", "/etc/krb5.conf"),
                "shell 812",
                false));
    assertThat(kept.proxies().https()).isEqualTo("http://***@proxy:3128");
    assertThat(kept.proxies().isMasked()).isTrue();
    assertThat(caller().kept().toJson().toString()).doesNotContain("planted");
  }

  @Test
  void itIsNeverPrinted() {
    assertThat(caller().toString() + caller().environment()).doesNotContain("planted");
  }

  @Test
  void aVariableThatIsTooLongIsLeftOutAndTheOthersAreNot() {
    Map<String, String> shell = Map.of("LONG", "x".repeat(32 * 1024 + 1), "SHORT", "x");

    assertThat(ShellEnvironment.of(shell, "a shell").variables()).containsOnlyKeys("SHORT");
  }

  @Test
  void theLongestVariablesAreLeftOutWhereAllAreTooMuch() {
    String longValue = "x".repeat(30 * 1024);
    Map<String, String> shell =
        Map.of(
            "A", longValue, "B", longValue, "C", longValue, "D", longValue, "E", longValue, "SHORT",
            "x");

    assertThat(ShellEnvironment.of(shell, "a shell").variables()).hasSize(5).containsKey("SHORT");
  }
}
