package dev.localport.config;

import org.jspecify.annotations.Nullable;

/**
 * What a service points to: prints as {@code service/postgres}.
 *
 * @param name the object's name; for {@link TargetKind#SELECTOR} the label selector
 * @param namespace null: the context's own
 * @param context null: the current one when the service starts
 * @param kubeconfig a path as the user wrote it, not resolved; null: {@code $KUBECONFIG}, else
 *     {@code ~/.kube/config}
 */
public record TargetConfig(
    TargetKind kind,
    String name,
    @Nullable String namespace,
    @Nullable String context,
    @Nullable String kubeconfig,
    Readiness ready) {
  /** Creates a target whose pods have to be Ready. */
  public TargetConfig(
      TargetKind kind,
      String name,
      @Nullable String namespace,
      @Nullable String context,
      @Nullable String kubeconfig) {
    this(kind, name, namespace, context, kubeconfig, Readiness.ONLY);
  }

  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
