package dev.localport.simulator.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SelectorsTest {
  private static final ObjectNode POD =
      Json.read(
          """
          {"metadata":{"name":"a","labels":{"app":"web","tier":"front","example.com/x":""}},
           "status":{"phase":"Running"}}\
          """);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                            | true
          app=web                       | true
          app==web                      | true
          app=db                        | false
          app!=db                       | true
          app!=web                      | false
          none!=web                     | true
          app=web,tier=front            | true
          app=web, tier = back          | false
          app in (db, web)              | true
          app in (db)                   | false
          app notin (db)                | true
          app notin (web)               | false
          none notin (web)              | true
          none in (web)                 | false
          app in (db,web),tier in (front) | true
          app                           | true
          !app                          | false
          none                          | false
          !none                         | true
          example.com/x=                | true
          """)
  void labelsAreSelected(String selector, boolean selected) {
    assertThat(LabelSelector.parse(selector).test(POD)).isEqualTo(selected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"app in web", "=", "a=b=c", ",", "a in (b", "!"})
  void whatIsNoLabelSelectorIsRefused(String selector) {
    assertThatThrownBy(() -> LabelSelector.parse(selector))
        .isInstanceOf(StatusException.class)
        .hasMessage("unable to parse requirement: \"%s\"".formatted(selector));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                   | true
          metadata.name=a                      | true
          metadata.name==a                     | true
          metadata.name=b                      | false
          metadata.name!=b                     | true
          status.phase=Running,metadata.name=a | true
          status.phase!=Running                | false
          spec.nodeName=                       | true
          """)
  void fieldsAreSelected(String selector, boolean selected) {
    assertThat(FieldSelector.parse(Kinds.POD, selector).test(POD)).isEqualTo(selected);
  }

  @Test
  void aFieldThatTheKindIsNotSelectedByIsRefused() {
    assertThatThrownBy(() -> FieldSelector.parse(Kinds.DEPLOYMENT, "status.phase=Running"))
        .isInstanceOf(StatusException.class)
        .hasMessage("field label not supported: status.phase");
    assertThatThrownBy(() -> FieldSelector.parse(Kinds.POD, "status.phase"))
        .isInstanceOf(StatusException.class)
        .hasMessage("invalid selector: 'status.phase'; can't understand it");
  }
}
