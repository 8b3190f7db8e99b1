package dev.localport.config.form;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One key that a user may write: the one declaration of its name, form, bounds and default.
 *
 * @param description for the user, whole sentences
 * @param oldName what older files call it, or null
 * @param otherwise what holds where it is not written, or null where that is nothing
 * @param needed what to do where it is missing; null: it does not have to exist
 * @param <T> what its value is
 */
public record Key<T>(
    String name,
    Form<T> form,
    String description,
    @Nullable String oldName,
    @Nullable T otherwise,
    @Nullable String needed) {

  /** Declares a key that does not have to exist. */
  public static <T> Key<T> of(String name, Form<T> form, String description) {
    return new Key<>(name, form, description, null, null, null);
  }

  /** Returns this with what holds where it is not written. */
  public Key<T> or(T value) {
    return new Key<>(name, form, description, oldName, value, needed);
  }

  /** Returns this with the name that older files use. */
  public Key<T> formerly(String old) {
    return new Key<>(name, form, description, old, otherwise, needed);
  }

  /**
   * Returns this as a key that has to be there.
   *
   * @param right what to do where it is missing
   */
  public Key<T> need(String right) {
    return new Key<>(name, form, description, oldName, otherwise, right);
  }

  /** Returns the default as a file says it, or null. */
  public @Nullable Object shownDefault() {
    Object value = otherwise;
    if (value instanceof Duration time) {
      return Times.text(time);
    } else if (value instanceof Word word) {
      return word.word();
    }
    return value;
  }

  /** Puts the key, and its old name, into the properties of a schema. */
  void addTo(Map<String, Object> properties) {
    Map<String, Object> schema = new LinkedHashMap<>();
    schema.put("description", description);
    Object shown = shownDefault();
    if (shown != null) {
      schema.put("default", shown);
    }
    schema.putAll(form.schema());
    properties.put(name, schema);
    if (oldName != null) {
      Map<String, Object> old = new LinkedHashMap<>();
      old.put("description", "Old name of " + name + ".");
      old.put("deprecated", true);
      old.putAll(form.schema());
      properties.put(oldName, old);
    }
  }
}
