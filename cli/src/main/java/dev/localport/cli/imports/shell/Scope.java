package dev.localport.cli.imports.shell;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables and arguments at one place of a script. Belongs to one reading. */
final class Scope {
  private final Map<String, Value> variables = new HashMap<>();
  private @Nullable List<Word> arguments;

  /** Returns a scope with the same values, which changes on its own. */
  Scope copy() {
    Scope copy = new Scope();
    copy.variables.putAll(variables);
    copy.arguments = arguments;
    return copy;
  }

  @Nullable Value find(String name) {
    return variables.get(name);
  }

  void set(String name, Value value) {
    variables.put(name, value);
  }

  /** Returns the arguments of the function; null where only a call could tell. */
  @Nullable List<Word> arguments() {
    return arguments;
  }

  void arguments(@Nullable List<Word> words) {
    arguments = words;
  }

  /**
   * Takes over what branches have set: what differs between them is not known from here on.
   *
   * @param branches how each of them ended
   */
  void merge(List<Scope> branches) {
    Set<String> names = new LinkedHashSet<>();
    branches.forEach(branch -> names.addAll(branch.variables.keySet()));
    for (String name : names) {
      Value first = branches.getFirst().variables.get(name);
      boolean isSame =
          branches.stream().allMatch(b -> Objects.equals(text(b.variables.get(name)), text(first)));
      if (isSame && first != null) {
        variables.put(name, first);
      } else {
        variables.put(name, Value.unknown(0, "$" + name, "$" + name + " depends on a condition"));
      }
    }
  }

  private static List<String> text(@Nullable Value value) {
    return value == null ? List.of("\0") : value.items().stream().map(Word::text).toList();
  }
}
