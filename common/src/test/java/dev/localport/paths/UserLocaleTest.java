package dev.localport.paths;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UserLocaleTest {
  @Test
  void givesJavaUtf8AndTheUsersProgramsTheirOwn() {
    Map<String, String> environment = new TreeMap<>(Map.of("LC_ALL", "C", "LANG", "de_DE"));

    UserLocale.replace(environment);
    UserLocale.replace(environment); // by the launcher, then by the command line

    assertThat(environment)
        .isEqualTo(Map.of("LC_ALL", "C.UTF-8", "LOCALPORT_LC_ALL", "C", "LANG", "de_DE"));

    UserLocale.restore(environment);
    assertThat(environment).isEqualTo(Map.of("LC_ALL", "C", "LANG", "de_DE"));
  }

  @Test
  void aVariableThatWasNotSetIsNotSetAgain() {
    Map<String, String> environment = new TreeMap<>();

    UserLocale.replace(environment);
    UserLocale.restore(environment);

    assertThat(environment).isEmpty();
  }

  @Test
  void whatWasNeverReplacedStays() {
    Map<String, String> environment = new TreeMap<>(Map.of("LC_ALL", "fr_FR.UTF-8"));

    UserLocale.restore(environment);

    assertThat(environment).isEqualTo(Map.of("LC_ALL", "fr_FR.UTF-8"));
  }
}
