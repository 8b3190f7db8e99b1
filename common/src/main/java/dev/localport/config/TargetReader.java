package dev.localport.config;

import dev.localport.config.form.Forms;
import dev.localport.config.form.Key;
import dev.localport.config.form.Keys;
import dev.localport.config.form.Paths;
import dev.localport.config.form.Section;
import dev.localport.config.form.TextRule;
import dev.localport.config.form.Value;
import org.jspecify.annotations.Nullable;

/** Reads {@code connection}: what a service points to. */
final class TargetReader {
  private static final Key<TargetKind> RESOURCE_TYPE =
      Key.of(
              "resource_type",
              Forms.word("%s is not a resource type", TargetKind.values(), TargetKind.SHORT_NAMES),
              "Kind of the target.")
          .or(TargetKind.SERVICE);
  private static final Key<String> RESOURCE_NAME =
      Key.of(
          "resource_name",
          Forms.text(TextRule.OBJECT),
          "Its name in the cluster. Required without a selector. A named pod must be"
              + " Running; pods behind anything else must be Ready.");
  private static final Key<String> SELECTOR =
      Key.of(
          "selector",
          Forms.text(TextRule.SELECTOR),
          "Labels of pods, instead of a name: app=db, or several with commas.");
  private static final Key<String> NAMESPACE =
      Key.of(
          "namespace", Forms.text(TextRule.NAMESPACE), "The namespace (default: the context's).");
  private static final Key<String> CONTEXT =
      Key.of(
          "context",
          Forms.text(TextRule.VISIBLE),
          "The kube context (default: the current one when the service first starts; it does not"
              + " change later).");
  private static final Key<Readiness> READY =
      Key.of(
              "ready",
              Forms.word(Readiness.values()),
              "Which pods can be used: only Ready ones, or any running one.")
          .or(Readiness.ONLY);

  static final Keys KEYS =
      Keys.of(RESOURCE_TYPE, RESOURCE_NAME, SELECTOR, NAMESPACE, CONTEXT, READY);

  private TargetReader() {}

  /** Returns the target, or null where something is wrong with it, which is reported. */
  static @Nullable TargetConfig read(Section connection, Levels levels) {
    TargetKind kind = kind(connection);
    String name = connection.find(RESOURCE_NAME);
    String selector = connection.find(SELECTOR);
    checkName(connection, kind);
    String object = connection.has(SELECTOR) ? selector : name;
    String namespace = connection.find(NAMESPACE);
    String context = connection.find(CONTEXT);
    Readiness ready = connection.get(READY, Readiness.ONLY);
    return kind == null || object == null
        ? null
        : new TargetConfig(
            kind, object, namespace, context, levels.of(context).kubeconfig(), ready);
  }

  private static @Nullable TargetKind kind(Section connection) {
    TargetKind otherwise = connection.has(SELECTOR) ? TargetKind.SELECTOR : TargetKind.SERVICE;
    return connection.has(RESOURCE_TYPE) ? connection.find(RESOURCE_TYPE) : otherwise;
  }

  private static void checkName(Section connection, @Nullable TargetKind kind) {
    Value name = connection.raw(RESOURCE_NAME);
    Value selector = connection.raw(SELECTOR);
    if (selector == null && kind == TargetKind.SELECTOR) {
      missing(connection, SELECTOR, "write the labels of the pods, such as app=db");
    } else if (selector == null && name == null) {
      missing(connection, RESOURCE_NAME, "write the name of the resource in the cluster");
    }
    if (name != null && (selector != null || kind == TargetKind.SELECTOR)) {
      name.wrong("a selector cannot have a name", "keep one of resource_name and selector");
    }
    if (selector != null && kind != null && kind != TargetKind.SELECTOR) {
      selector.wrong(
          "a " + kind.word() + " cannot have a selector",
          "remove resource_type, or set it to selector");
    }
  }

  private static void missing(Section connection, Key<?> key, String right) {
    String path = Paths.key(connection.path(), key.name());
    connection.report().error(connection.at(), path, "missing", right);
  }
}
