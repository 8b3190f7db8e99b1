package dev.localport.config;

import org.jspecify.annotations.Nullable;

/**
 * What a service points to: prints as {@code service/postgres}.
 *
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
    @Nullable String kubeconfig) {
  @Override
  public String toString() {
    return kind.word() + "/" + name;
  }
}
