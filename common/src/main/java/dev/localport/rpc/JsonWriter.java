package dev.localport.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes the plain values of a {@link JsonObject} as text, see {@link PlainValue}. A library that
 * maps objects would do so, too, but each command would wait for it: jackson-jr reads all time
 * zones as it is loaded.
 */
final class JsonWriter {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final JsonGenerator out;

  private JsonWriter(JsonGenerator out) {
    this.out = out;
  }

  /** Returns the text on one line. */
  static String line(Map<String, @Nullable Object> object) {
    return text(object, false);
  }

  /** Returns the text over several lines, with two spaces for each level. */
  static String pretty(Map<String, @Nullable Object> object) {
    return text(object, true);
  }

  private static String text(Map<String, @Nullable Object> object, boolean pretty) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = FACTORY.createGenerator(text)) {
      if (pretty) {
        out.setPrettyPrinter(new DefaultPrettyPrinter());
      }
      new JsonWriter(out).object(object);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to a string", e);
    }
    return text.toString();
  }

  private void object(Map<?, ?> values) throws IOException {
    out.writeStartObject();
    for (Map.Entry<?, ?> entry : values.entrySet()) {
      out.writeFieldName(String.valueOf(entry.getKey()));
      value(entry.getValue());
    }
    out.writeEndObject();
  }

  private void list(List<?> values) throws IOException {
    out.writeStartArray();
    for (Object value : values) {
      value(value);
    }
    out.writeEndArray();
  }

  /* No switch over types, as in PlainValue. */
  private void value(@Nullable Object value) throws IOException {
    if (value instanceof String text) {
      out.writeString(text);
    } else if (value instanceof Number number) {
      number(number);
    } else if (value instanceof Boolean flag) {
      out.writeBoolean(flag);
    } else if (value instanceof Map<?, ?> object) {
      object(object);
    } else if (value instanceof List<?> list) {
      list(list);
    } else if (value == null) {
      out.writeNull();
    } else {
      throw new IllegalArgumentException("no plain value: " + value.getClass().getName());
    }
  }

  private void number(Number number) throws IOException {
    if (number instanceof BigDecimal decimal) {
      out.writeNumber(decimal);
    } else if (number instanceof BigInteger whole) {
      out.writeNumber(whole);
    } else if (number instanceof Double || number instanceof Float) {
      out.writeNumber(number.doubleValue());
    } else {
      out.writeNumber(number.longValue());
    }
  }
}
