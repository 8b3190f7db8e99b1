package dev.localport.config;

import dev.localport.config.form.Form;
import dev.localport.config.form.Schema;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A kubectl command as LocalPort 1.0 files have it, read as the query that it stands for. What it
 * asks for is taken from its flags; a flag that would change the answer otherwise is an error, one
 * that only changes how kubectl prints is passed over.
 *
 * @param words the words behind kubectl, each with its other spellings
 * @param flags the flags that this command has
 * @param base what holds without any flag
 */
record KubectlForm(List<List<String>> words, Set<String> flags, ClusterQuery base)
    implements Form<ClusterQuery> {

  static final KubectlForm CLUSTER_INFO =
      new KubectlForm(
          List.of(List.of("cluster-info")), Set.of("--request-timeout"), ClusterQuery.of(null, 0));
  static final KubectlForm PODS =
      new KubectlForm(
          List.of(List.of("get"), List.of("pods", "pod", "po")),
          Set.of(
              "--request-timeout",
              "--namespace",
              "--all-namespaces",
              "--field-selector",
              "--selector",
              "--no-headers",
              "--output",
              "--sort-by"),
          ClusterQuery.of(null, 0));
  static final KubectlForm NODES =
      new KubectlForm(
          List.of(List.of("get"), List.of("nodes", "node", "no")),
          Set.of("--request-timeout", "--selector", "--no-headers", "--output", "--sort-by"),
          ClusterQuery.of(null, 0));
  static final KubectlForm EVENTS =
      new KubectlForm(
          List.of(List.of("get"), List.of("events", "event", "ev")),
          Set.of(
              "--request-timeout",
              "--namespace",
              "--all-namespaces",
              "--field-selector",
              "--limit",
              "--no-headers",
              "--output",
              "--sort-by"),
          ClusterQuery.of(null, 50));

  @Override
  public Map<String, Object> schema() {
    List<Map<String, Object>> begin = new ArrayList<>();
    begin.add(Schema.of("const", "kubectl"));
    words.forEach(spellings -> begin.add(Schema.of("enum", spellings)));
    return Schema.of(
        "type",
        "array",
        "prefixItems",
        begin,
        "items",
        Schema.of("type", "string"),
        "minItems",
        begin.size());
  }

  @Override
  public @Nullable ClusterQuery read(Value value) {
    return value.isList()
        ? new KubectlReading(this, value.items()).query(value)
        : listMissing(value);
  }

  private static @Nullable ClusterQuery listMissing(Value value) {
    List<Value> none = value.items(); // reports that a list is expected
    return none.isEmpty() ? null : ClusterQuery.of(null, 0);
  }

  /** Returns the words as most people spell them: the first spelling of each. */
  List<String> usualWords() {
    return words.stream().map(List::getFirst).toList();
  }
}
