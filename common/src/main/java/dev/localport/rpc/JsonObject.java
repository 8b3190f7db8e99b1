package dev.localport.rpc;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * One JSON object: what a message carries, read by key and type.
 *
 * <p>A key that is missing, or whose value has another type, is the sender's mistake: the readers
 * throw {@link RpcException} with {@link RpcException#INVALID_PARAMS} and name the key. Values are
 * plain Java: text, numbers, booleans, lists, maps and null. Immutable, so it crosses threads
 * freely.
 */
public final class JsonObject {
  private static final String WHOLE = "a whole number";
  private static final JsonObject EMPTY = new JsonObject(Map.of());

  private final Map<String, @Nullable Object> values;

  private JsonObject(Map<String, @Nullable Object> values) {
    this.values = values;
  }

  /** Returns the object without keys. */
  public static JsonObject empty() {
    return EMPTY;
  }

  /** Starts an object that is built key by key; keys keep their order. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads one object from its text, which holds nothing else.
   *
   * @throws RpcException with {@link RpcException#PARSE_ERROR} if it is no JSON or nested deeper
   *     than 100 levels, with {@link RpcException#INVALID_REQUEST} if it is JSON of another kind
   */
  public static JsonObject parse(String text) {
    JsonReader.Reading reading = JsonReader.read(text);
    if (reading.tooDeep()) {
      throw new RpcException(RpcException.PARSE_ERROR, JsonReader.TOO_DEEP);
    }
    return reading.object();
  }

  /** Wraps what {@link JsonReader} built, which is unmodifiable in depth. */
  static JsonObject of(Map<String, @Nullable Object> plain) {
    return new JsonObject(plain);
  }

  private static Map<String, @Nullable Object> copy(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      copy.put(String.valueOf(entry.getKey()), entry.getValue());
    }
    return Collections.unmodifiableMap(copy);
  }

  /** Returns whether the key is there with a value other than null. */
  public boolean has(String key) {
    return values.get(key) != null;
  }

  /** Returns a text, or null where the key is missing or null. */
  public @Nullable String findText(String key) {
    return find(key, String.class, "a string");
  }

  /** Returns a text that must be there. */
  public String text(String key) {
    return need(key, findText(key));
  }

  /** Returns a text, or {@code otherwise} if there is none. */
  public String text(String key, String otherwise) {
    String found = findText(key);
    return found == null ? otherwise : found;
  }

  /** Returns a whole number that must be there. */
  public long number(String key) {
    return need(key, findWhole(key));
  }

  /** Returns a whole number, or {@code otherwise} if there is none. */
  public long number(String key, long otherwise) {
    Long found = findWhole(key);
    return found == null ? otherwise : found;
  }

  /** Returns a whole number, or nothing if there is none. */
  public OptionalLong findNumber(String key) {
    Long found = findWhole(key);
    return found == null ? OptionalLong.empty() : OptionalLong.of(found);
  }

  private @Nullable Long findWhole(String key) {
    Number found = find(key, Number.class, WHOLE);
    if (found == null || found instanceof Integer || found instanceof Long) {
      return found == null ? null : found.longValue();
    }
    throw new RpcException(RpcException.INVALID_PARAMS, key + " must be " + WHOLE);
  }

  /** Returns a number with its fraction, or null if there is none. */
  public @Nullable Double findDecimal(String key) {
    Number found = find(key, Number.class, "a number");
    return found == null ? null : found.doubleValue();
  }

  /** Returns a boolean, or {@code otherwise} if there is none. */
  public boolean flag(String key, boolean otherwise) {
    Boolean found = find(key, Boolean.class, "true or false");
    return found == null ? otherwise : found;
  }

  /** Returns a time written as ISO-8601, or null if there is none. */
  public @Nullable Instant findTime(String key) {
    String found = findText(key);
    try {
      return found == null ? null : Instant.parse(found);
    } catch (DateTimeParseException _) {
      throw new RpcException(
          RpcException.INVALID_PARAMS, key + " must be a time such as 2026-01-31T08:00:00Z");
    }
  }

  /** Returns an object that must be there. */
  public JsonObject object(String key) {
    return need(key, findObject(key));
  }

  /** Returns an object, or null if there is none. */
  public @Nullable JsonObject findObject(String key) {
    Map<?, ?> found = find(key, Map.class, "an object");
    return found == null ? null : new JsonObject(copy(found));
  }

  /** Returns a list of strings; a missing one is empty. */
  public List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (Object element : list(key)) {
      texts.add(cast(key, element, String.class, "a list of strings"));
    }
    return List.copyOf(texts);
  }

  /** Returns an object whose values are texts; a missing one is empty. */
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    JsonObject found = findObject(key);
    if (found != null) {
      found.values.keySet().forEach(name -> texts.put(name, found.text(name)));
    }
    return texts;
  }

  /** Returns a list of objects; a missing one is empty. */
  public List<JsonObject> objects(String key) {
    List<JsonObject> objects = new ArrayList<>();
    for (Object element : list(key)) {
      objects.add(new JsonObject(copy(cast(key, element, Map.class, "a list of objects"))));
    }
    return List.copyOf(objects);
  }

  /** Returns the keys and their plain values, in order; read only. */
  public Map<String, @Nullable Object> asMap() {
    return values;
  }

  private List<?> list(String key) {
    List<?> found = find(key, List.class, "a list");
    return found == null ? List.of() : found;
  }

  private <T> @Nullable T find(String key, Class<T> type, String wanted) {
    Object value = values.get(key);
    return value == null ? null : cast(key, value, type, wanted);
  }

  private static <T> T cast(String key, @Nullable Object value, Class<T> type, String wanted) {
    if (!type.isInstance(value)) {
      throw new RpcException(RpcException.INVALID_PARAMS, key + " must be " + wanted);
    }
    return type.cast(value);
  }

  private static <T> T need(String key, @Nullable T value) {
    if (value == null) {
      throw new RpcException(RpcException.INVALID_PARAMS, key + " is missing");
    }
    return value;
  }

  /** Returns the object on one line, as it travels. */
  @Override
  public String toString() {
    return JsonWriter.line(values);
  }

  /** Returns the object over several lines, as people read it. */
  public String toPrettyString() {
    return JsonWriter.pretty(values);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonObject that && values.equals(that.values);
  }

  @Override
  public int hashCode() {
    return values.hashCode();
  }

  /** Builds an object key by key. Not thread-safe. */
  public static final class Builder {
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private Builder() {}

    /**
     * Adds a key. Takes texts, finite numbers, booleans, null, {@link Instant}, {@link JsonObject}
     * and lists and maps of these. A number is kept in the smallest type that holds it, as reading
     * does it, so that an object equals what comes out of its text.
     */
    public Builder put(String key, @Nullable Object value) {
      values.put(key, PlainValue.of(value));
      return this;
    }

    /** Adds all keys of {@code other}. */
    public Builder putAll(JsonObject other) {
      values.putAll(other.values);
      return this;
    }

    /** Returns the object; the builder is not to be used again. */
    public JsonObject build() {
      return new JsonObject(Collections.unmodifiableMap(values));
    }
  }
}
