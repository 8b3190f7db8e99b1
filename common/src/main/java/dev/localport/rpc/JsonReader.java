package dev.localport.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object from a text that anybody may have written: whatever is in it, the result is
 * an object or an {@link RpcException}. For one text, on one thread.
 */
final class JsonReader {
  /** How many levels of objects and lists there may be, the outermost included. */
  static final int MAX_DEPTH = 100;

  static final String TOO_DEEP = "nested deeper than " + MAX_DEPTH + " levels";

  /** The longest number in characters. */
  static final int MAX_NUMBER = 1_000;

  /* What lies deeper than MAX_DEPTH is passed over without recursion, but costs heap per level. */
  private static final int MAX_SKIPPED_DEPTH = 100_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_SKIPPED_DEPTH)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES) // a peer could fill the table of names
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final JsonParser parser;
  private boolean tooDeep;
  private boolean hasNul;

  private JsonReader(JsonParser parser) {
    this.parser = parser;
  }

  /**
   * What was read.
   *
   * @param object where a value is nested too deeply, null replaces it
   * @param tooDeep there is such a value
   * @param hasNul a text or key contains the character NUL, which no path, variable or name can
   */
  record Reading(JsonObject object, boolean tooDeep, boolean hasNul) {}

  /**
   * Reads the only object of a text.
   *
   * @throws RpcException with {@link RpcException#PARSE_ERROR} or {@link
   *     RpcException#INVALID_REQUEST}
   */
  static Reading read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new JsonReader(parser).whole();
    } catch (JsonProcessingException e) {
      throw parseError(e);
    } catch (IOException e) {
      throw new UncheckedIOException("reading from a string", e);
    }
  }

  /* The library's own words name its classes and settings. */
  private static RpcException parseError(JsonProcessingException e) {
    String what =
        e instanceof StreamConstraintsException
            ? "number, key or nesting too long"
            : "not valid JSON";
    JsonLocation place = e.getLocation();
    return parseError(place == null ? what : at(what, place));
  }

  private RpcException parseErrorHere(String what) {
    return parseError(at(what, parser.currentTokenLocation()));
  }

  private static String at(String what, JsonLocation place) {
    return "%s at line %d, column %d".formatted(what, place.getLineNr(), place.getColumnNr());
  }

  private static RpcException parseError(String why) {
    return new RpcException(RpcException.PARSE_ERROR, why);
  }

  private Reading whole() throws IOException {
    JsonToken first = parser.nextToken();
    if (first == null) {
      throw parseError("not JSON: the text is empty");
    }
    if (first == JsonToken.START_OBJECT) {
      Map<String, @Nullable Object> values = object(1);
      requireEnd();
      return new Reading(JsonObject.of(values), tooDeep, hasNul);
    }
    Object _ = value(first, 1); // broken JSON is a mistake of another kind
    requireEnd();
    throw new RpcException(
        RpcException.INVALID_REQUEST,
        first == JsonToken.START_ARRAY
            ? "not a JSON object; batches are not supported: send each request on its own line"
            : "not a JSON object");
  }

  private void requireEnd() throws IOException {
    if (parser.nextToken() != null) {
      throw parseError("more than one JSON value");
    }
  }

  private @Nullable Object value(JsonToken token, int depth) throws IOException {
    return switch (token) {
      case START_OBJECT, START_ARRAY -> depth > MAX_DEPTH ? skipped() : nested(token, depth);
      case VALUE_STRING -> text(parser.getText());
      case VALUE_NUMBER_INT -> parser.getNumberValue();
      case VALUE_NUMBER_FLOAT -> decimal();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      case NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT ->
          throw new IllegalStateException("no parser of text has this here: " + token);
    };
  }

  private @Nullable Object skipped() throws IOException {
    tooDeep = true;
    parser.skipChildren();
    return null;
  }

  private Object nested(JsonToken token, int depth) throws IOException {
    return token == JsonToken.START_OBJECT ? object(depth) : list(depth);
  }

  private Map<String, @Nullable Object> object(int depth) throws IOException {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    for (String key = parser.nextFieldName(); key != null; key = parser.nextFieldName()) {
      if (values.containsKey(text(key))) {
        throw parseErrorHere("duplicate key");
      }
      values.put(key, value(parser.nextToken(), depth + 1));
    }
    return Collections.unmodifiableMap(values);
  }

  private List<@Nullable Object> list(int depth) throws IOException {
    List<@Nullable Object> values = new ArrayList<>();
    for (JsonToken next = parser.nextToken();
        next != JsonToken.END_ARRAY;
        next = parser.nextToken()) {
      values.add(value(next, depth + 1));
    }
    return Collections.unmodifiableList(values);
  }

  private double decimal() throws IOException {
    double number = parser.getDoubleValue();
    if (!Double.isFinite(number)) {
      throw parseErrorHere("number too large");
    }
    return number;
  }

  /* Half of a pair, which only an escape can hold, has no UTF-8: it could not be sent back. */
  private String text(String text) {
    for (int i = 0; i < text.length(); i++) {
      hasNul |= text.charAt(i) == 0;
      if (Character.isSurrogate(text.charAt(i)) && isHalf(text, i)) {
        throw parseErrorHere("unpaired surrogate in the text");
      }
    }
    return text;
  }

  private static boolean isHalf(String text, int index) {
    return Character.isHighSurrogate(text.charAt(index))
        ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
        : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
  }
}
