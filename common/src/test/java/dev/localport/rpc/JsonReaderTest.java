package dev.localport.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class JsonReaderTest {
  private static String nested(int depth) {
    return "{\"a\":" + "[".repeat(depth - 1) + "]".repeat(depth - 1) + ",\"b\":7}";
  }

  private static void refused(String text, int code, String message) {
    assertThatThrownBy(() -> JsonReader.read(text))
        .hasMessage(message)
        .isInstanceOfSatisfying(RpcException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void readsAHundredLevels() {
    JsonReader.Reading reading = JsonReader.read(nested(100));

    assertThat(reading.tooDeep()).isFalse();
    assertThat(reading.object().has("a")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {101, 1_000, 50_000, 99_000})
  void passesOverWhatIsNestedDeeperAndReadsTheRest(int depth) {
    JsonReader.Reading reading = JsonReader.read(nested(depth));

    assertThat(reading.tooDeep()).isTrue();
    assertThat(reading.object().number("b")).isEqualTo(7);
  }

  @Test
  void refusesNestingThatWouldFillTheHeap() {
    refused(nested(400_000), RpcException.PARSE_ERROR, "number, key or nesting too long");
  }

  @Test
  void keepsAWholeNumberOfAThousandDigits() {
    String digits = "9".repeat(1_000);

    JsonObject read = JsonObject.parse("{\"n\":" + digits + "}");

    assertThat(read.asMap().get("n")).isEqualTo(new BigInteger(digits));
    assertThat(read.toString()).isEqualTo("{\"n\":" + digits + "}");
    assertThat(JsonObject.builder().put("n", new BigInteger(digits)).build()).isEqualTo(read);
    refused("{\"n\":" + digits + "9}", RpcException.PARSE_ERROR, "number, key or nesting too long");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e999", "-1e999", "1E400", "1e99999999999999999999"})
  void refusesANumberThatIsNoneInJava(String number) {
    refused(
        "{\"n\":" + number + "}", RpcException.PARSE_ERROR, "number too large at line 1, column 6");
  }

  @Test
  void refusesAKeyThatComesTwice() {
    refused("{\"a\":1,\"a\":1}", RpcException.PARSE_ERROR, "duplicate key at line 1, column 8");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\\ud800", "\\udc00", "\\udc00\\ud800", "\\ud800x", "x\\ud800", "\\ud800\\ud800"})
  void refusesHalfOfASurrogatePair(String text) {
    refused(
        "{\"a\":\"" + text + "\"}",
        RpcException.PARSE_ERROR,
        "unpaired surrogate in the text at line 1, column 6");
    refused(
        "{\"" + text + "\":1}",
        RpcException.PARSE_ERROR,
        "unpaired surrogate in the text at line 1, column 2");
  }

  @Test
  void takesWholeSurrogatePairs() {
    assertThat(JsonObject.parse("{\"a\":\"\\ud83d\\ude00😀\"}").text("a")).isEqualTo("😀😀");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\":\"\\u0000\"}   | true",
        "{\"\\u0000\":1}       | true",
        "{\"a\":[{\"b\":\"x\\u0000\"}]} | true",
        "{\"a\":\"\\u0001\"}   | false"
      })
  void saysWhetherThereIsANul(String text, boolean nul) {
    assertThat(JsonReader.read(text).hasNul()).isEqualTo(nul);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void answersWithAnObjectOrARefusalWhateverTheTextIs(long seed) throws InterruptedException {
    Thread reader = // a virtual thread's stack is as small as the daemon has them
        Thread.ofVirtual().unstarted(() -> readMany(new HostileJson(new Random(seed)), seed));
    Throwable[] thrown = new Throwable[1];
    reader.setUncaughtExceptionHandler((_, e) -> thrown[0] = e);

    reader.start();
    reader.join();

    assertThat(thrown[0]).isNull();
  }

  private static void readMany(HostileJson texts, long seed) {
    for (int i = 0; i < 2_000; i++) {
      String text = texts.object();
      try {
        JsonObject read = JsonObject.parse(text);
        assertThat(JsonObject.parse(read.toString())).as("seed %s, %s", seed, i).isEqualTo(read);
      } catch (RpcException e) {
        assertThat(e.code())
            .as("seed %s, text %s: %s", seed, i, e.getMessage())
            .isIn(RpcException.PARSE_ERROR, RpcException.INVALID_REQUEST);
        assertThat(e.getMessage()).doesNotContain("Stream", "jackson");
      }
    }
  }
}
