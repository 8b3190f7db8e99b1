package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {
  private static final JsonObject MIXED =
      JsonObject.parse(
          """
          {"text":"a","number":7,"large":5000000000,"huge":12345678901234567890,"part":1.5,
           "flag":true,"none":null,"time":"2026-01-31T08:00:00Z","object":{"key":1},
           "texts":["x","y"],"objects":[{"n":1},{"n":2}]}
          """);

  @Test
  void readsEveryTypeByItsKey() {
    assertThat(MIXED.text("text")).isEqualTo("a");
    assertThat(MIXED.number("number")).isEqualTo(7);
    assertThat(MIXED.number("large")).isEqualTo(5_000_000_000L);
    assertThat(MIXED.findNumber("number")).isEqualTo(OptionalLong.of(7));
    assertThat(MIXED.findDecimal("part")).isEqualTo(1.5);
    assertThat(MIXED.flag("flag", false)).isTrue();
    assertThat(MIXED.findTime("time")).isEqualTo(Instant.parse("2026-01-31T08:00:00Z"));
    assertThat(MIXED.object("object").number("key")).isEqualTo(1);
    assertThat(MIXED.texts("texts")).containsExactly("x", "y");
    assertThat(MIXED.objects("objects")).extracting(o -> o.number("n")).containsExactly(1L, 2L);
    assertThat(MIXED.has("text")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"missing", "none"})
  void treatsNullAsMissing(String key) {
    assertThat(MIXED.has(key)).isFalse();
    assertThat(MIXED.findText(key)).isNull();
    assertThat(MIXED.text(key, "else")).isEqualTo("else");
    assertThat(MIXED.number(key, 3)).isEqualTo(3);
    assertThat(MIXED.findNumber(key)).isEmpty();
    assertThat(MIXED.findDecimal(key)).isNull();
    assertThat(MIXED.flag(key, true)).isTrue();
    assertThat(MIXED.findTime(key)).isNull();
    assertThat(MIXED.findObject(key)).isNull();
    assertThat(MIXED.texts(key)).isEmpty();
    assertThat(MIXED.objects(key)).isEmpty();
    refused(() -> MIXED.text(key), key + " is missing");
    refused(() -> MIXED.number(key), key + " is missing");
    refused(() -> MIXED.object(key), key + " is missing");
  }

  @Test
  void prefersWhatIsThereToTheDefault() {
    assertThat(MIXED.text("text", "else")).isEqualTo("a");
    assertThat(MIXED.number("number", 3)).isEqualTo(7);
  }

  @Test
  void namesTheKeyWhoseTypeIsWrong() {
    refused(() -> MIXED.text("number"), "number must be a string");
    refused(() -> MIXED.number("text"), "text must be a whole number");
    refused(() -> MIXED.flag("text", true), "text must be true or false");
    refused(() -> MIXED.object("text"), "text must be an object");
    refused(() -> MIXED.texts("text"), "text must be a list");
    refused(() -> MIXED.texts("objects"), "objects must be a list of strings");
    refused(() -> MIXED.objects("texts"), "texts must be a list of objects");
    refused(() -> MIXED.findTime("text"), "text must be a time such as 2026-01-31T08:00:00Z");
  }

  @ParameterizedTest
  @ValueSource(strings = {"part", "huge"})
  void neverBendsANumberIntoAWholeOne(String key) {
    refused(() -> MIXED.number(key), key + " must be a whole number");
    refused(() -> MIXED.number(key, 1), key + " must be a whole number");
    refused(() -> MIXED.findNumber(key), key + " must be a whole number");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "{", "{]", "{} {}", "{} x", "nope", "{\"a\":NaN}", "\u0000"})
  void saysThatATextIsNoJson(String text) {
    assertThatThrownBy(() -> JsonObject.parse(text))
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.code()).isEqualTo(RpcException.PARSE_ERROR));
  }

  @ParameterizedTest
  @ValueSource(strings = {"[]", "[{}]", "1", "null", "\"text\"", "true"})
  void saysThatJsonOfAnotherKindIsNoObject(String text) {
    assertThatThrownBy(() -> JsonObject.parse(text))
        .hasMessageStartingWith("not a JSON object")
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.code()).isEqualTo(RpcException.INVALID_REQUEST));
  }

  @Test
  void refusesNestingWithoutEnd() {
    String deep = "{\"a\":" + "[".repeat(50_000) + "]".repeat(50_000) + "}";

    assertThatThrownBy(() -> JsonObject.parse(deep))
        .isInstanceOf(RpcException.class)
        .hasMessage("nested deeper than 100 levels");
  }

  @Test
  void equalsWhatComesOutOfItsText() {
    JsonObject built =
        JsonObject.builder()
            .put("text", "ü\n\"")
            .put("long", 7L)
            .put("larger", 5_000_000_000L)
            .put("short", (short) 3)
            .put("byte", (byte) 4)
            .put("part", 0.25)
            .put("flag", false)
            .put("none", null)
            .put("time", Instant.EPOCH)
            .put("object", JsonObject.builder().put("key", 1L).build())
            .put("map", Map.of("key", 2L))
            .put("list", Arrays.asList("x", null, 9L, JsonObject.empty()))
            .build();

    assertThat(JsonObject.parse(built.toString())).isEqualTo(built).hasSameHashCodeAs(built);
    assertThat(JsonObject.parse(built.toPrettyString())).isEqualTo(built);
    assertThat(built.toString()).doesNotContain("\n");
  }

  @Test
  void differsByWhatItHolds() {
    assertThat(MIXED).isNotEqualTo(JsonObject.empty()).isNotEqualTo("text");
  }

  @Test
  void keepsTheOrderOfKeysAndTakesOverAllOfAnother() {
    JsonObject first = JsonObject.builder().put("z", 1).put("a", List.of()).build();

    JsonObject both = JsonObject.builder().putAll(first).put("m", 2).build();

    assertThat(both.toString()).isEqualTo("{\"z\":1,\"a\":[],\"m\":2}");
  }

  @ParameterizedTest
  @CsvSource({"NaN", "Infinity", "-Infinity"})
  void takesNoNumberThatJsonCannotWrite(double value) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.builder().put("x", value))
        .withMessage("no JSON value: " + value);
  }

  @Test
  void takesNoValueOfAnotherType() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JsonObject.builder().put("x", Thread.State.NEW))
        .withMessage("no JSON value: class java.lang.Thread$State");
  }

  @Test
  void isImmutableInDepth() {
    List<?> inner = (List<?>) MIXED.asMap().get("texts");

    assertThatThrownBy(() -> MIXED.asMap().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(inner).isUnmodifiable();
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .hasMessage(message)
        .isInstanceOfSatisfying(
            RpcException.class, e -> assertThat(e.code()).isEqualTo(RpcException.INVALID_PARAMS));
  }
}
