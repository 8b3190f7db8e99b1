package dev.localport.rpc;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Turns what callers give into what JSON has: the one list of types that may travel. */
final class PlainValue {
  private PlainValue() {}

  /**
   * Returns the value as JSON has it: unmodifiable, a number in the smallest type that holds it. No
   * switch over types: its bootstrap costs milliseconds, and every start of a command comes here.
   *
   * @throws IllegalArgumentException if JSON has no such value
   */
  static @Nullable Object of(@Nullable Object value) {
    if (value == null || value instanceof String || value instanceof Boolean) {
      return value;
    } else if (value instanceof Number number) {
      return ofNumber(number);
    } else if (value instanceof JsonObject object) {
      return object.asMap();
    } else if (value instanceof Instant time) {
      return time.toString();
    } else if (value instanceof List<?> list) {
      return ofList(list);
    } else if (value instanceof Map<?, ?> map) {
      return ofMap(map);
    }
    throw new IllegalArgumentException("no JSON value: " + value.getClass());
  }

  private static Number ofNumber(Number number) {
    if (number instanceof Long whole && whole == whole.intValue()) {
      return whole.intValue();
    } else if (number instanceof Short || number instanceof Byte) {
      return number.intValue();
    } else if (!(number instanceof BigInteger) && !Double.isFinite(number.doubleValue())) {
      throw new IllegalArgumentException("no JSON value: " + number);
    }
    return number;
  }

  private static List<@Nullable Object> ofList(List<?> list) {
    List<@Nullable Object> plain = new ArrayList<>(list.size());
    for (Object element : list) {
      plain.add(of(element));
    }
    return Collections.unmodifiableList(plain);
  }

  /** Returns a deeply immutable copy. */
  static Map<String, @Nullable Object> ofMap(Map<?, ?> map) {
    Map<String, @Nullable Object> plain = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      plain.put(String.valueOf(entry.getKey()), of(entry.getValue()));
    }
    return Collections.unmodifiableMap(plain);
  }
}
