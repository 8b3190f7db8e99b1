package dev.localport.daemon.kube;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes label selectors as the API's query parameter wants them (k8s.io/apimachinery, pkg/labels).
 */
final class Selectors {
  private Selectors() {}

  static String text(LabelSelector selector) {
    List<String> terms = new ArrayList<>(equalities(selector.getMatchLabels()));
    if (selector.getMatchExpressions() != null) {
      selector.getMatchExpressions().stream().map(Selectors::term).forEach(terms::add);
    }
    return String.join(",", terms);
  }

  static String text(Map<String, String> labels) {
    return String.join(",", equalities(labels));
  }

  private static List<String> equalities(@Nullable Map<String, String> labels) {
    return labels == null
        ? List.of()
        : new TreeMap<>(labels)
            .entrySet().stream().map(e -> e.getKey() + "=" + e.getValue()).toList();
  }

  private static String term(LabelSelectorRequirement requirement) {
    String key = requirement.getKey();
    String values = "(" + String.join(",", requirement.getValues()) + ")";
    return switch (requirement.getOperator()) {
      case "In" -> key + " in " + values;
      case "NotIn" -> key + " notin " + values;
      case "Exists" -> key;
      case "DoesNotExist" -> "!" + key;
      default ->
          throw new IllegalArgumentException("selector operator " + requirement.getOperator());
    };
  }
}
