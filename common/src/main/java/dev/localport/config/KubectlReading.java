package dev.localport.config;

import dev.localport.config.form.Suggestion;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Times;
import dev.localport.config.form.Value;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One read of one kubectl command: word by word, up to the first that is wrong. */
final class KubectlReading {
  private static final Map<String, String> SHORT =
      Map.of("-n", "--namespace", "-A", "--all-namespaces", "-l", "--selector", "-o", "--output");
  private static final Set<String> ALONE = Set.of("--all-namespaces", "--no-headers");
  private static final Set<String> PRINTING = Set.of("--no-headers", "--output", "--sort-by");
  private static final int LIMIT_MOST = 10_000;

  private final KubectlForm form;
  private final List<Value> items;
  private ClusterQuery query;
  private int next;
  private boolean allNamespaces;

  KubectlReading(KubectlForm form, List<Value> items) {
    this.form = form;
    this.items = items;
    this.query = form.base();
  }

  @Nullable ClusterQuery query(Value command) {
    if (!begins()) {
      command.wrong("unexpected command", "use kubectl " + String.join(" ", form.usualWords()));
      return null;
    }
    next = 1 + form.words().size();
    while (next < items.size()) {
      if (!flag(items.get(next++))) {
        return null;
      }
    }
    return allNamespaces ? inAllNamespaces(query) : query;
  }

  /** As in kubectl, -A wins over -n, wherever it is. */
  private static ClusterQuery inAllNamespaces(ClusterQuery q) {
    return new ClusterQuery(
        true, null, q.fieldSelector(), q.labelSelector(), q.limit(), q.timeout());
  }

  private boolean begins() {
    if (items.size() <= form.words().size() || !items.getFirst().isWord("kubectl")) {
      return false;
    }
    for (int i = 0; i < form.words().size(); i++) {
      if (form.words().get(i).stream().noneMatch(items.get(i + 1)::isWord)) {
        return false;
      }
    }
    return true;
  }

  private boolean flag(Value item) {
    String text = item.text();
    if (text == null) {
      return false;
    }
    int equals = text.startsWith("--") ? text.indexOf('=') : -1;
    String written = equals < 0 ? text : text.substring(0, equals);
    String name = SHORT.getOrDefault(written, written);
    if (!form.flags().contains(name)) {
      item.wrong(
          item.shown() + " has no effect here, because kubectl is not run",
          Suggestion.find(name, form.flags())
              .map(near -> "did you mean " + near + "?")
              .orElse("known: " + String.join(", ", form.flags().stream().sorted().toList())));
      return false;
    }
    if (ALONE.contains(name)) {
      allNamespaces |= name.equals("--all-namespaces");
      return true;
    }
    boolean isNext = equals < 0 && next < items.size();
    Value holder = isNext ? items.get(next++) : item;
    String value = isNext ? holder.text() : equals < 0 ? null : text.substring(equals + 1);
    if (value == null) {
      item.wrong(item.shown() + " needs a value", "write " + name + "=VALUE");
      return false;
    }
    return PRINTING.contains(name) || set(name, value, holder);
  }

  private boolean set(String name, String value, Value at) {
    return switch (name) {
      case "--namespace" -> allowed(TextRule.NAMESPACE, value, at) && keep(with(value, null, null));
      case "--field-selector" ->
          allowed(TextRule.FIELDS, value, at) && keep(with(null, value, null));
      case "--selector" -> allowed(TextRule.SELECTOR, value, at) && keep(with(null, null, value));
      case "--limit" -> limit(value, at);
      default -> timeout(value, at);
    };
  }

  private boolean keep(ClusterQuery changed) {
    query = changed;
    return true;
  }

  private ClusterQuery with(
      @Nullable String namespace, @Nullable String fields, @Nullable String labels) {
    return new ClusterQuery(
        true,
        namespace == null ? query.namespace() : namespace,
        fields == null ? query.fieldSelector() : fields,
        labels == null ? query.labelSelector() : labels,
        query.limit(),
        query.timeout());
  }

  private static boolean allowed(TextRule rule, String text, Value at) {
    if (!rule.allows(text)) {
      at.wrong(at.shown(text) + " is not " + rule.what(), rule.right());
      return false;
    }
    return true;
  }

  private boolean limit(String text, Value at) {
    int limit = text.matches("[0-9]{1,9}") ? Integer.parseInt(text) : 0;
    if (limit < 1 || limit > LIMIT_MOST) {
      at.wrong("invalid value \"" + at.shown(text) + "\"", "use a limit from 1 to " + LIMIT_MOST);
      return false;
    }
    ClusterQuery q = query;
    return keep(
        new ClusterQuery(
            true, q.namespace(), q.fieldSelector(), q.labelSelector(), limit, q.timeout()));
  }

  private boolean timeout(String text, Value at) {
    Optional<Duration> time = Times.find(text).filter(t -> t.compareTo(Duration.ZERO) > 0);
    if (time.isEmpty()) {
      at.wrong(at.shown(text) + " is not a time", "write --request-timeout=30s");
      return false;
    }
    ClusterQuery q = query;
    return keep(
        new ClusterQuery(
            true, q.namespace(), q.fieldSelector(), q.labelSelector(), q.limit(), time.get()));
  }
}
