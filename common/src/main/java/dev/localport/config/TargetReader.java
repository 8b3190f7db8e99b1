package dev.localport.config;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads {@code connection}: what a service points to. */
final class TargetReader {
  private static final String KINDS =
      Shown.choice(Arrays.stream(TargetKind.values()).map(TargetKind::word).toList());

  private TargetReader() {}

  /** Tells whether this version cannot run such a target; if so it has warned. */
  static boolean isLeftOut(Section connection, @Nullable String service) {
    Value kind = connection.find("resource_type");
    Value selector = connection.find("selector");
    for (String later : LaterKeys.TARGET_KINDS) {
      if (kind != null && kind.isWord(later)) {
        LeftOut.warn(kind, later, service);
        return true;
      }
    }
    if (selector != null) {
      LeftOut.warn(selector, "a selector", service);
    }
    return selector != null;
  }

  /** Returns the target, or null where something is wrong with it, which is reported. */
  static @Nullable TargetConfig read(Section connection, Levels levels) {
    TargetKind kind = kind(connection.find("resource_type"));
    Value name = connection.need("resource_name", "write the name of the object in the cluster");
    String object = name == null ? null : name.text(TextRule.OBJECT);
    String namespace = connection.text("namespace", TextRule.NAMESPACE);
    String context = connection.text("context", TextRule.VISIBLE);
    connection.finish(LaterKeys.CONNECTION);
    return kind == null || object == null
        ? null
        : new TargetConfig(kind, object, namespace, context, levels.of(context).kubeconfig());
  }

  private static @Nullable TargetKind kind(@Nullable Value value) {
    if (value == null) {
      return TargetKind.SERVICE;
    }
    String word = value.text();
    TargetKind kind = word == null ? null : TargetKind.find(word).orElse(null);
    if (word != null && kind == null) {
      value.wrong(Shown.of(word) + " is not a kind of target", "use " + KINDS);
    }
    return kind;
  }
}
