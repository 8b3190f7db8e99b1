package dev.localport.config;

import org.jspecify.annotations.Nullable;

/**
 * Which pods of a service the cluster's monitor looks at.
 *
 * @param monitorPod whether it looks at any
 * @param podSelector a label selector; null: the pods behind the target
 */
public record PodMonitorConfig(boolean monitorPod, @Nullable String podSelector) {
  /** The default. */
  public static final PodMonitorConfig DEFAULT = new PodMonitorConfig(true, null);
}
