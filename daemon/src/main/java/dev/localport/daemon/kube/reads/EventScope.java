package dev.localport.daemon.kube.reads;

import org.jspecify.annotations.Nullable;

/**
 * Which events are followed: those of one namespace.
 *
 * @param fieldSelector as kubectl takes it, {@code involvedObject.kind=Node}; null: all of them
 */
public record EventScope(String namespace, @Nullable String fieldSelector) {
  /** Where Kubernetes keeps the events of objects that have no namespace. */
  public static final String OF_NODES = "default";

  /**
   * Returns the events about nodes.
   *
   * @param besides a further selector; null: none
   */
  public static EventScope nodes(@Nullable String besides) {
    String kind = "involvedObject.kind=Node";
    return new EventScope(OF_NODES, besides == null ? kind : kind + "," + besides);
  }
}
