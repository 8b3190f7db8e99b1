package dev.localport.config.form;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one kind of value is written, with its bounds: reads it, and describes it as JSON Schema.
 *
 * @param <T> what the value is once it is read
 */
public interface Form<T> {
  /** Returns the value, or null where it does not fit, which is reported. */
  @Nullable T read(Value value);

  /** Returns the JSON Schema of the value: plain maps, lists, texts, numbers and booleans. */
  Map<String, Object> schema();
}
