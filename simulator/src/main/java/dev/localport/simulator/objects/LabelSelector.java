package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A label selector: {@code a=b,c!=d,e in (f,g),h notin (i),j,!k}. Immutable. */
public final class LabelSelector implements Predicate<JsonNode> {
  private static final Pattern COMMA = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern SET =
      Pattern.compile("(?<key>[\\w./-]+)\\s+(?<not>not)?in\\s*\\((?<values>[^()]*)\\)");
  private static final Pattern EQUAL =
      Pattern.compile("(?<key>[\\w./-]+)\\s*(?<sign>==|=|!=)\\s*(?<value>[\\w.-]*)");
  private static final Pattern EXISTS = Pattern.compile("(?<not>!)?\\s*(?<key>[\\w./-]+)");

  private final List<Predicate<JsonNode>> requirements;

  private LabelSelector(List<Predicate<JsonNode>> requirements) {
    this.requirements = List.copyOf(requirements);
  }

  /**
   * Reads one; an empty text selects all.
   *
   * @throws StatusException (400) if it is not one
   */
  public static LabelSelector parse(String text) {
    List<Predicate<JsonNode>> requirements = new ArrayList<>();
    if (!text.isBlank()) {
      for (String part : COMMA.split(text, -1)) {
        requirements.add(requirement(part.strip(), text));
      }
    }
    return new LabelSelector(requirements);
  }

  /** Returns the selector of a workload or a service: {@code matchLabels}, or the plain labels. */
  public static LabelSelector ofLabels(JsonNode labels) {
    return new LabelSelector(
        labels
            .propertyStream()
            .map(label -> isOneOf(label.getKey(), Set.of(label.getValue().asText())))
            .toList());
  }

  private static Predicate<JsonNode> requirement(String part, String text) {
    Matcher set = SET.matcher(part);
    if (set.matches()) {
      Predicate<JsonNode> in =
          isOneOf(
              set.group("key"),
              Stream.of(set.group("values").split(",", -1))
                  .map(String::strip)
                  .collect(Collectors.toSet()));
      return set.group("not") == null ? in : in.negate();
    }
    Matcher equal = EQUAL.matcher(part);
    if (equal.matches()) {
      Predicate<JsonNode> is = isOneOf(equal.group("key"), Set.of(equal.group("value")));
      return equal.group("sign").equals("!=") ? is.negate() : is;
    }
    Matcher exists = EXISTS.matcher(part);
    if (exists.matches()) {
      String key = exists.group("key");
      Predicate<JsonNode> has = labels -> labels.has(key);
      return exists.group("not") == null ? has : has.negate();
    }
    throw StatusException.badRequest("unable to parse requirement: \"%s\"".formatted(text));
  }

  private static Predicate<JsonNode> isOneOf(String key, Set<String> values) {
    return labels -> labels.has(key) && values.contains(labels.path(key).asText());
  }

  /** Returns whether an object's labels fit. */
  @Override
  public boolean test(JsonNode object) {
    JsonNode labels = Json.at(object, "metadata.labels");
    return requirements.stream().allMatch(requirement -> requirement.test(labels));
  }
}
