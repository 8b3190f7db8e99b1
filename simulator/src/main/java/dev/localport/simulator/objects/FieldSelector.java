package dev.localport.simulator.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A field selector: {@code metadata.name=a,status.phase!=Running}. Immutable. */
public final class FieldSelector implements Predicate<JsonNode> {
  private static final Pattern TERM =
      Pattern.compile("(?<field>[\\w.]+)(?<sign>==|=|!=)(?<value>[^=,]*)");
  private static final Set<String> ANY_KIND = Set.of("metadata.name", "metadata.namespace");

  /* As pkg/apis/core/v1/conversion.go names them. */
  private static final Map<Kind, Set<String>> BY_KIND =
      Map.of(
          Kinds.POD,
          Set.of("spec.nodeName", "spec.restartPolicy", "status.phase", "status.podIP"),
          Kinds.NODE,
          Set.of("spec.unschedulable"),
          Kinds.NAMESPACE,
          Set.of("status.phase"),
          Kinds.SERVICE,
          Set.of("spec.clusterIP", "spec.type"),
          Kinds.EVENT,
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "type"));

  private final List<Predicate<JsonNode>> terms;

  private FieldSelector(List<Predicate<JsonNode>> terms) {
    this.terms = List.copyOf(terms);
  }

  /**
   * Reads one; an empty text selects all.
   *
   * @throws StatusException (400) if it is not one, or objects of this kind cannot be selected by
   *     its field
   */
  public static FieldSelector parse(Kind kind, String text) {
    List<Predicate<JsonNode>> terms = new ArrayList<>();
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        terms.add(term(kind, part.strip()));
      }
    }
    return new FieldSelector(terms);
  }

  private static Predicate<JsonNode> term(Kind kind, String part) {
    Matcher term = TERM.matcher(part);
    if (!term.matches()) {
      throw StatusException.badRequest(
          "invalid selector: '%s'; can't understand it".formatted(part));
    }
    String field = term.group("field");
    if (!ANY_KIND.contains(field) && !BY_KIND.getOrDefault(kind, Set.of()).contains(field)) {
      throw StatusException.badRequest("field label not supported: " + field);
    }
    String value = term.group("value");
    boolean equal = !term.group("sign").equals("!=");
    return object -> Json.text(object, field).equals(value) == equal;
  }

  /** Returns whether an object's fields fit. */
  @Override
  public boolean test(JsonNode object) {
    return terms.stream().allMatch(term -> term.test(object));
  }
}
