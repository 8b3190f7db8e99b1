package dev.localport.config.form;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {
  private static final List<String> KNOWN = List.of("web", "orders-db");

  @Test
  void aHintNamesTheNearestWordOrSaysTheOtherThing() {
    assertThat(Suggestion.hint("wbe", KNOWN, "see: status")).isEqualTo("did you mean web?");
    assertThat(Suggestion.hint("ordersdb", KNOWN, "see: status"))
        .isEqualTo("did you mean orders-db?");
    assertThat(Suggestion.hint("api", KNOWN, "see: status")).isEqualTo("see: status");
    assertThat(Suggestion.hint("nope", List.of("gone"), "see: status")).isEqualTo("see: status");
    assertThat(Suggestion.hint("", KNOWN, "see: status")).isEqualTo("see: status");
    assertThat(Suggestion.hint("web", List.of(), "")).isEmpty();
  }
}
