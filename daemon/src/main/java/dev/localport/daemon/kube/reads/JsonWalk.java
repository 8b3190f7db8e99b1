package dev.localport.daemon.kube.reads;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.localport.daemon.net.ForeignText;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Walks through JSON as it arrives. A reader takes what it knows; what it leaves is skipped, and
 * what is of another shape than expected counts as not there.
 */
final class JsonWalk {
  /** No object of etcd is longer, and so no text in one. */
  private static final int LONGEST_READ = 2 * 1024 * 1024;

  /** How much of a text is kept: more is shown nowhere, and many long ones would fill the heap. */
  private static final int LONGEST_KEPT = ForeignText.MOST;

  /** The most fields or elements of one part of an object. */
  private static final int MOST_PARTS = 20_000;

  /*
   * Names are not gathered: managedFields have new ones in every object. With Jackson's usual table
   * of names a list of 50,000 pods took 46 MiB more of the heap, in place of 17, and hardly less time.
   */
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder().maxStringLength(LONGEST_READ).build())
          .build();

  private JsonWalk() {}

  /** Reads one field, whose value's first token is the current one. */
  @FunctionalInterface
  interface Field {
    void read(String name, JsonParser json) throws IOException;
  }

  static JsonParser open(InputStream in) throws IOException {
    return JSON.createParser(in);
  }

  /** Reads the fields of the object that begins here. */
  static void object(JsonParser json, Field field) throws IOException {
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      return;
    }
    int parts = 0;
    while (json.nextToken() != JsonToken.END_OBJECT) { // a text that ends here is an exception
      count(++parts);
      String name = json.currentName();
      json.nextToken();
      field.read(name, json);
      json.skipChildren(); // nothing where the reader went through them
    }
  }

  private static void count(int parts) throws IOException {
    if (parts > MOST_PARTS) {
      throw new IOException(
          "a part of an object has more than %,d fields or elements".formatted(MOST_PARTS));
    }
  }

  /** Reads the elements of the array that begins here, which is part of an object. */
  static void array(JsonParser json, RawCalls.Reader element) throws IOException {
    int[] parts = {0};
    items(
        json,
        each -> {
          count(++parts[0]);
          element.read(each);
        });
  }

  /** Reads the elements of an array of any length: the objects of a list. */
  static void items(JsonParser json, RawCalls.Reader element) throws IOException {
    if (!json.hasToken(JsonToken.START_ARRAY)) {
      return;
    }
    while (json.nextToken() != JsonToken.END_ARRAY) {
      element.read(json);
      json.skipChildren();
    }
  }

  /**
   * Returns what lies at a path of keys in the object that begins here: a text, a number or a flag,
   * as text. The key {@code *} is any, for objects that have one of several.
   */
  static @Nullable String at(JsonParser json, String... path) throws IOException {
    return at(json, path, 0);
  }

  /** As {@link #at(JsonParser, String...)}, and empty where nothing is. */
  static String textAt(JsonParser json, String... path) throws IOException {
    return Objects.requireNonNullElse(at(json, path, 0), "");
  }

  private static @Nullable String at(JsonParser json, String[] path, int depth) throws IOException {
    if (depth == path.length) {
      return kept(json.getValueAsString());
    }
    if (!json.hasToken(JsonToken.START_OBJECT)) {
      return null;
    }
    String found = null;
    while (json.nextToken() != JsonToken.END_OBJECT) {
      boolean isOnTheWay = path[depth].equals("*") || path[depth].equals(json.currentName());
      json.nextToken();
      if (isOnTheWay) {
        found = at(json, path, depth + 1);
      }
      json.skipChildren();
    }
    return found;
  }

  static @Nullable String text(JsonParser json) throws IOException {
    return json.hasToken(JsonToken.VALUE_STRING) ? kept(json.getText()) : null;
  }

  private static @Nullable String kept(@Nullable String text) {
    return text == null || text.length() <= LONGEST_KEPT
        ? text
        : text.substring(0, LONGEST_KEPT) + "…";
  }

  /** Returns a text that is there, even if it is empty. */
  static String text(JsonParser json, String otherwise) throws IOException {
    String text = text(json);
    return text == null ? otherwise : text;
  }

  /** Returns a whole number that fits; 0 if there is none. */
  static int number(JsonParser json) throws IOException {
    return Math.clamp(json.getValueAsLong(0), 0, Integer.MAX_VALUE);
  }

  static boolean isTrue(JsonParser json) {
    return json.hasToken(JsonToken.VALUE_TRUE);
  }
}
