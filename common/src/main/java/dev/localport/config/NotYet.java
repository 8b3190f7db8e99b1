package dev.localport.config;

import dev.localport.config.form.Report;
import dev.localport.config.form.Section;
import dev.localport.config.form.Value;
import java.util.List;

/**
 * What a file may say and this version does not act on: read and checked like everything else, and
 * told to the user. This is the one place that says so: what lands leaves the lists.
 */
final class NotYet {
  /** Keys, as the ways to them: {@code []} is each item of a list, {@code *} each name. */
  static final List<String> KEYS =
      List.of(
          "notify",
          "defaults.health_check",
          "defaults.cluster_health",
          "cluster_contexts.*.cluster_health",
          "services[].priority",
          "services[].health_check",
          "services[].cluster_health");

  private NotYet() {}

  /** Tells of something that is not supported, and what becomes of who uses it. */
  static void tell(Value at, String what, String consequence) {
    at.report().warning(at.at(), at.path(), what + " is not supported yet", consequence);
  }

  /** Tells of every one of {@link #KEYS} that the file has. */
  static void tellKeys(Value root) {
    KEYS.forEach(way -> tellKeys(root, List.of(way.split("\\."))));
  }

  private static void tellKeys(Value at, List<String> way) {
    String step = way.getFirst();
    List<String> rest = way.subList(1, way.size());
    boolean list = step.endsWith("[]");
    String name = list ? step.substring(0, step.length() - 2) : step;
    Section.entriesOf(at)
        .forEach((key, value) -> {
          if (name.equals("*") || name.equals(key.name())) {
            if (rest.isEmpty()) {
              Report report = at.report();
              report.warning(
                  key.at(), value.path(), "understood, and not acted on yet by this version", "");
            } else {
              (list ? value.itemsIfAny() : List.of(value)).forEach(each -> tellKeys(each, rest));
            }
          }
        });
  }
}
