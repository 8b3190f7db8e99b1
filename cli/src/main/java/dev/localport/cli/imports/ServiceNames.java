package dev.localport.cli.imports;

import dev.localport.cli.imports.draft.Draft;
import dev.localport.cli.imports.draft.DraftBuilder;
import dev.localport.cli.imports.draft.PortDraft;
import dev.localport.config.ContextName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gives each draft a name that no other has: the one of the other tool or of the target, else with
 * the namespace, the context or the port behind it. A namespace that the draft with the plain name
 * has in another context says nothing: then the context comes first, so that prod is not taken for
 * staging. Belongs to one import.
 */
final class ServiceNames {
  private final Set<String> given = new HashSet<>();
  private final Map<String, Draft> plain = new HashMap<>();

  String of(Draft draft) {
    String base = draft.name() == null ? fit(targetName(draft)) : draft.name();
    List<String> ends = new ArrayList<>();
    ends.add("");
    Draft first = plain.computeIfAbsent(base, _ -> draft);
    if (first.context() != null
        && draft.context() != null
        && !first.context().equals(draft.context())
        && Objects.equals(first.namespace(), draft.namespace())) {
      ends.add(end(ContextName.brief(draft.context())));
    }
    ends.add(end(draft.namespace()));
    ends.add(end(draft.context()));
    for (PortDraft port : draft.ports()) {
      ends.add("-" + port.remote());
    }
    for (String end : ends) {
      String name = joined(base, end);
      if (given.add(name)) {
        return name;
      }
    }
    int number = 2;
    while (!given.add(joined(base, "-" + number))) {
      number++;
    }
    return joined(base, "-" + number);
  }

  private static String end(@Nullable String of) {
    return of == null ? "" : "-" + of;
  }

  /* Of labels, the value of the first one. */
  private static String targetName(Draft draft) {
    return draft.kind().equals("selector")
        ? draft.object().replaceFirst(",.*", "").replaceFirst("^[^=]*=+", "")
        : draft.object().replaceAll("[$]\\{?\\w*}?", "");
  }

  private static String joined(String base, String end) {
    int room = Math.max(1, 63 - end.length());
    return fit((base.length() > room ? base.substring(0, room) : base) + end);
  }

  private static String fit(String text) {
    String name = DraftBuilder.fitName(text);
    return name == null ? "service" : name;
  }
}
