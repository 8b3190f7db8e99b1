package dev.localport.daemon.kube;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A label selector as the API writes it, tried on labels here: one watch is enough for many
 * selectors. Grammar and meaning are those of k8s.io/apimachinery, pkg/labels. Immutable.
 */
final class LabelTerms {
  private static final Pattern BETWEEN = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern TERM =
      Pattern.compile(
          "(?<absent>!)?\\s*(?<key>[\\w./-]+)"
              + "(?:\\s*(?<sign>==|=|!=)\\s*(?<value>[\\w.-]*)"
              + "|\\s+(?<set>in|notin)\\s*\\((?<values>[^()]*)\\))?");

  private final List<Predicate<Map<String, String>>> terms;

  private LabelTerms(List<Predicate<Map<String, String>>> terms) {
    this.terms = List.copyOf(terms);
  }

  /** Reads a selector; nothing comes of one that the API would refuse, too. */
  static Optional<LabelTerms> parse(String selector) {
    if (selector.isBlank()) {
      return Optional.of(new LabelTerms(List.of()));
    }
    List<Matcher> parts =
        Arrays.stream(BETWEEN.split(selector, -1)).map(part -> TERM.matcher(part.strip())).toList();
    return parts.stream().allMatch(Matcher::matches)
        ? Optional.of(new LabelTerms(parts.stream().map(LabelTerms::term).toList()))
        : Optional.empty();
  }

  private static Predicate<Map<String, String>> term(Matcher part) {
    String key = part.group("key");
    String sign = part.group("sign");
    String set = part.group("set");
    if (sign != null) {
      return isOneOf(key, Set.of(part.group("value")), !sign.equals("!="));
    }
    if (set != null) {
      Set<String> values =
          Arrays.stream(part.group("values").split(",", -1))
              .map(String::strip)
              .collect(Collectors.toSet());
      return isOneOf(key, values, set.equals("in"));
    }
    boolean wanted = part.group("absent") == null;
    return labels -> labels.containsKey(key) == wanted;
  }

  private static Predicate<Map<String, String>> isOneOf(
      String key, Set<String> values, boolean wanted) {
    return labels -> {
      String value = labels.get(key);
      return (value != null && values.contains(value)) == wanted;
    };
  }

  /** Returns whether an object with these labels is selected. */
  boolean select(Map<String, String> labels) {
    return terms.stream().allMatch(term -> term.test(labels));
  }
}
