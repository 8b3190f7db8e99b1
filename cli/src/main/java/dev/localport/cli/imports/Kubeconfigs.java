package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.Entry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds where kubeconfigs go: a file of LocalPort names one for a context, or one for all. A
 * service that fits in neither place is not usable as it is. Belongs to one import.
 *
 * @param all the one for the whole file; null: the usual one
 * @param ofContexts those for contexts
 * @param entries what was found, with drafts that lack a place for their kubeconfig
 */
record Kubeconfigs(@Nullable String all, Map<String, String> ofContexts, List<Entry> entries) {
  Kubeconfigs {
    ofContexts = Map.copyOf(ofContexts);
    entries = List.copyOf(entries);
  }

  /** Places them in a new file. */
  static Kubeconfigs of(List<Entry> entries) {
    Map<String, @Nullable String> contexts = new LinkedHashMap<>();
    Set<@Nullable String> withoutContext = new LinkedHashSet<>();
    for (Draft draft : whole(entries)) {
      if (draft.context() == null) {
        withoutContext.add(draft.kubeconfig());
      } else if (!contexts.containsKey(draft.context())) { // null is a value: the usual one
        contexts.put(draft.context(), draft.kubeconfig());
      }
    }
    boolean isForAll = withoutContext.size() == 1 && !contexts.containsValue(null);
    String all = isForAll ? withoutContext.iterator().next() : null;
    Map<String, String> named = new LinkedHashMap<>();
    contexts.forEach((context, path) -> {
      if (path != null && !path.equals(all)) {
        named.put(context, path);
      }
    });
    List<Entry> placed = new ArrayList<>();
    for (Entry entry : entries) {
      placed.add(entry instanceof Draft draft ? placed(draft, contexts, all) : entry);
    }
    return new Kubeconfigs(all, named, placed);
  }

  private static Draft placed(
      Draft draft, Map<String, @Nullable String> contexts, @Nullable String all) {
    String there =
        draft.context() == null || !contexts.containsKey(draft.context())
            ? all
            : contexts.get(draft.context());
    boolean isRight = !draft.isWhole() || Objects.equals(there, draft.kubeconfig());
    return isRight
        ? draft
        : draft.lacking(
            "it uses the kubeconfig %s, which the other services of this file do not; give it a file of its own"
                .formatted(draft.kubeconfig() == null ? "of the shell" : draft.kubeconfig()));
  }

  private static List<Draft> whole(List<Entry> entries) {
    List<Draft> whole = new ArrayList<>();
    for (Entry entry : entries) {
      if (entry instanceof Draft draft && draft.isWhole()) {
        whole.add(draft);
      }
    }
    return whole;
  }
}
