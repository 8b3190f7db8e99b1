package dev.localport.daemon.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LabelTermsTest {
  private static final Map<String, String> LABELS =
      Map.of("app", "web", "example.com/tier", "front", "empty", "");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=web|true",
        "app==web|true",
        "app = web , example.com/tier=front|true",
        "app=db|false",
        "app!=db|true",
        "app!=web|false",
        "other!=anything|true",
        "app in (db, web)|true",
        "app in (db)|false",
        "app notin (db, cache)|true",
        "app notin (db,web),app|false",
        "other notin (web)|true",
        "app|true",
        "other|false",
        "!other|true",
        "! app|false",
        "empty=|true",
        "empty in ()|true",
        "app=web,!other,example.com/tier in (front,back)|true",
        "app=web,other|false"
      })
  void selectsWhatTheApiWould(String selector, boolean selected) {
    assertThat(LabelTerms.parse(selector).orElseThrow().select(LABELS)).isEqualTo(selected);
  }

  @Test
  void anEmptySelectorSelectsAll() {
    assertThat(LabelTerms.parse(" ").orElseThrow().select(Map.of())).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"app=web,", "app in web", "=web", "app=(web)"})
  void whatTheApiRefusesIsNoSelector(String selector) {
    assertThat(LabelTerms.parse(selector)).isEmpty();
  }
}
