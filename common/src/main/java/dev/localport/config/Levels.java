package dev.localport.config;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What stands below the services of a file: its defaults, and what it says of single contexts.
 *
 * @param below what holds for a service whose context is not written, or not listed
 */
record Levels(Level below, Map<String, Level> contexts) {
  /** One level: how services behave there, and which kubeconfig they use. */
  record Level(Tuning tuning, @Nullable String kubeconfig) {}

  static Levels read(Section file) {
    Section defaults = file.section("defaults");
    Level below = new Level(defaults(defaults), file.text("kubeconfig", TextRule.VISIBLE));
    Section contexts = file.section("cluster_contexts");
    return new Levels(below, contexts == null ? Map.of() : contexts(contexts, below));
  }

  Level of(@Nullable String context) {
    return context == null ? below : contexts.getOrDefault(context, below);
  }

  private static Tuning defaults(@Nullable Section keys) {
    if (keys == null) {
      return Tuning.DEFAULT;
    }
    Tuning tuning = TuningReader.read(keys, Tuning.DEFAULT);
    keys.finish(LaterKeys.DEFAULTS);
    return tuning;
  }

  private static Map<String, Level> contexts(Section contexts, Level below) {
    Map<String, Level> levels = new LinkedHashMap<>();
    contexts.all().forEach((name, value) -> levels.put(name, context(value, below)));
    return levels;
  }

  private static Level context(Value value, Level below) {
    Section keys = value.isNothing() ? null : Section.of(value);
    if (keys == null) {
      return below;
    }
    Tuning tuning = TuningReader.readContext(keys, below.tuning());
    String kubeconfig = keys.text("kubeconfig", TextRule.VISIBLE);
    keys.finish(LaterKeys.CONTEXT);
    return new Level(tuning, kubeconfig == null ? below.kubeconfig() : kubeconfig);
  }
}
