package dev.localport.config.form;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The forms that values have. */
public final class Forms {
  private Forms() {}

  private record Simple<T>(Function<Value, @Nullable T> reader, Map<String, Object> schema)
      implements Form<T> {
    @Override
    public @Nullable T read(Value value) {
      return reader.apply(value);
    }
  }

  /**
   * A form of its own.
   *
   * @param reader returns null where the value does not fit, which it reports
   */
  public static <T> Form<T> of(Function<Value, @Nullable T> reader, Map<String, Object> schema) {
    return new Simple<>(reader, schema);
  }

  /** A form of its own for a single value: a variable can replace it. */
  public static <T> Form<T> scalar(
      Function<Value, @Nullable T> reader, Map<String, Object> schema) {
    return of(reader, Schema.scalar(schema));
  }

  /** A form whose value is turned into something else. */
  public static <A, B> Form<B> then(Form<A> form, Function<A, B> turn) {
    return of(
        value -> {
          A read = form.read(value);
          return read == null ? null : turn.apply(read);
        },
        form.schema());
  }

  /** {@code true} or {@code false}. */
  public static Form<Boolean> flag() {
    return scalar(
        value -> {
          String text = value.text();
          boolean on = "true".equals(text);
          return text == null
              ? null
              : value.fitting(on, on || text.equals("false"), "true or false");
        },
        Schema.of("type", "boolean"));
  }

  /** A whole number. */
  public static Form<Integer> whole(int least, int most) {
    return scalar(
        value -> {
          String text = value.text();
          if (text == null) {
            return null;
          }
          boolean isNumber = text.matches("-?[0-9]{1,9}");
          int number = isNumber ? Integer.parseInt(text) : 0;
          return value.fitting(
              number,
              isNumber && number >= least && number <= most,
              "a whole number from " + least + " to " + most);
        },
        Schema.of("type", "integer", "minimum", least, "maximum", most));
  }

  /** A number that may have a fraction. */
  public static Form<Double> decimal(int least, int most) {
    return scalar(
        value -> {
          String text = value.text();
          if (text == null) {
            return null;
          }
          boolean isNumber = text.matches("-?[0-9]{1,9}(\\.[0-9]{1,9})?");
          double number = isNumber ? Double.parseDouble(text) : 0;
          return value.fitting(
              number,
              isNumber && number >= least && number <= most,
              "a number from " + least + " to " + most);
        },
        Schema.of("type", "number", "minimum", least, "maximum", most));
  }

  /** A length of time; a bare number is seconds. */
  public static Form<Duration> time(Duration least, Duration most) {
    return of(
        value -> time(value, least, most),
        Schema.anyOf(
            List.of(
                Schema.of("type", "number", "minimum", seconds(least), "maximum", seconds(most)),
                Schema.of("type", "string", "pattern", Schema.whole(Times.PATTERN)),
                Schema.VARIABLE)));
  }

  private static @Nullable Duration time(Value value, Duration least, Duration most) {
    String text = value.text();
    if (text == null) {
      return null;
    }
    Duration time = Times.find(text).orElse(null);
    if (time == null) {
      value.wrong(
          value.shown() + " is not a time",
          "write 500ms, 30s, 4m or 1h (a plain number is seconds)");
      return null;
    }
    return value.fitting(
        time,
        time.compareTo(least) >= 0 && time.compareTo(most) <= 0,
        Times.text(least) + " to " + Times.text(most));
  }

  private static Number seconds(Duration time) {
    return time.toMillis() % 1000 == 0 ? (Number) time.toSeconds() : time.toMillis() / 1000.0;
  }

  /** One of our words. */
  public static <E extends Enum<E> & Word> Form<E> word(E[] choices) {
    return word(Value::invalid, choices, Map.of(), String::equals);
  }

  /**
   * One of our words.
   *
   * @param wrong what is said of another one, with {@code %s} for it
   * @param otherNames what else people write, and which word they mean
   */
  public static <E extends Enum<E> & Word> Form<E> word(
      String wrong, E[] choices, Map<String, String> otherNames) {
    return word(value -> wrong.formatted(value.shown()), choices, otherNames, String::equals);
  }

  /** One of our words, in small letters or capitals. */
  public static <E extends Enum<E> & Word> Form<E> wordOfAnyCase(E[] choices) {
    return word(Value::invalid, choices, Map.of(), String::equalsIgnoreCase);
  }

  private static <E extends Enum<E> & Word> Form<E> word(
      Function<Value, String> wrong,
      E[] choices,
      Map<String, String> otherNames,
      BiPredicate<String, String> isSame) {
    List<String> words = Arrays.stream(choices).map(Word::word).toList();
    return scalar(
        value -> {
          String text = value.text();
          if (text == null) {
            return null;
          }
          for (E choice : choices) {
            if (isSame.test(choice.word(), text)) {
              return choice;
            }
          }
          value.wrong(wrong.apply(value), Suggestion.right(text, words, otherNames));
          return null;
        },
        Schema.of("enum", words));
  }

  /** A text that follows a rule. */
  public static Form<String> text(TextRule rule) {
    return scalar(
        value -> {
          String text = value.text();
          if (text == null || rule.allows(text)) {
            return text;
          }
          value.wrong(value.shown() + " is not " + rule.what(), rule.right());
          return null;
        },
        Schema.of(
            "type", List.of("string", "number"), "pattern", Schema.whole(rule.form().pattern())));
  }

  /** The path of a file. That of an included file is relative to it, and is made absolute here. */
  public static Form<String> path() {
    Form<String> text = text(TextRule.VISIBLE);
    return of(
        value -> {
          String path = text.read(value);
          return path == null ? null : Paths.ofFile(value, path, path);
        },
        text.schema());
  }

  /** A text that follows a rule and may be a secret: no message shows it. */
  public static Form<String> secret(TextRule rule) {
    return scalar(
        value -> {
          String text = value.text();
          if (text == null || rule.allows(text)) {
            return text;
          }
          value.wrong("this value (hidden) is not " + rule.what(), rule.right());
          return null;
        },
        Schema.of("type", List.of("string", "number", "boolean"), Schema.SECRET, true));
  }

  /** Any text. */
  public static Form<String> text() {
    return scalar(Value::text, Schema.of("type", List.of("string", "number", "boolean")));
  }

  /** A list; items that do not fit are reported and left out. */
  public static <T> Form<List<T>> list(Form<T> item) {
    return of(
        value -> {
          List<T> items = new ArrayList<>();
          for (Value each : value.items()) {
            T read = item.read(each);
            if (read != null) {
              items.add(read);
            }
          }
          return items;
        },
        Schema.of("type", "array", "items", item.schema()));
  }

  /**
   * A list with at least one item.
   *
   * @param right what to write where it has none
   */
  public static <T> Form<List<T>> filledList(Form<T> item, String right) {
    Form<List<T>> list = list(item);
    Map<String, Object> schema = new LinkedHashMap<>(list.schema());
    schema.put("minItems", 1);
    return of(
        value -> {
          List<T> items = list.read(value);
          if (value.isList() && value.items().isEmpty()) {
            value.wrong("the list is empty", right);
          }
          return items == null || items.isEmpty() ? null : items;
        },
        schema);
  }

  /**
   * A list with at least one item, or one item without a list around it.
   *
   * @param right what to write if there is none
   */
  public static <T> Form<List<T>> listOr(Form<T> item, String right) {
    Form<List<T>> list = filledList(item, right);
    return of(
        value -> {
          T single = value.isList() ? null : item.read(value);
          return value.isList() ? list.read(value) : single == null ? null : List.of(single);
        },
        Schema.anyOf(List.of(item.schema(), list.schema())));
  }

  /** Keys that are names which the user chose; values that do not fit are left out. */
  public static <T> Form<Map<String, T>> map(Form<T> item) {
    return of(
        value -> {
          Map<String, Value> entries = Section.entries(value);
          if (entries == null) {
            return null;
          }
          Map<String, T> map = new LinkedHashMap<>();
          entries.forEach((name, each) -> {
            T read = each.isNothing() ? null : item.read(each);
            if (read != null) {
              map.put(name, read);
            }
          });
          return map;
        },
        Schema.of("type", "object", "additionalProperties", item.schema()));
  }

  /** Keys, or a single value. */
  public static <T> Form<T> keysOr(Form<T> keys, Form<T> single) {
    return of(
        value -> value.isMap() ? keys.read(value) : single.read(value),
        Schema.anyOf(List.of(single.schema(), keys.schema())));
  }
}
