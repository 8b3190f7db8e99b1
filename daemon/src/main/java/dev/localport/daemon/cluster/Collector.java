package dev.localport.daemon.cluster;

import dev.localport.config.ClusterHealthConfig;
import dev.localport.config.ClusterQuery;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a cluster is asked for, in this order: what resuming services needs comes first. */
enum Collector {
  /** Its nodes. */
  NODES,
  /** How many pods there are, and how. */
  PODS,
  /** The version and the state of its API server and core services. */
  INFO,
  /** What its nodes use. Many clusters do not measure that: without it, nothing is degraded. */
  USAGE,
  /** Its newest events. */
  EVENTS,
  /** What the pods behind services use; asked last, since it is a list for each namespace. */
  POD_USAGE;

  /** All of them: with every interval, after a start, a return, or when you ask. */
  static final Set<Collector> ALL = Collections.unmodifiableSet(EnumSet.allOf(Collector.class));

  /** What explains the trouble of a service: its node may be down. */
  static final Set<Collector> ON_TROUBLE = Collections.unmodifiableSet(EnumSet.of(NODES, EVENTS));

  /** Returns what the user wrote of it. */
  ClusterQuery query(ClusterHealthConfig config) {
    return switch (this) {
      case NODES, USAGE -> config.queries().nodeStatus();
      case PODS, POD_USAGE -> config.queries().podStatus();
      case INFO -> config.queries().clusterInfo();
      case EVENTS -> config.queries().eventsOnFailure();
    };
  }

  /** Returns the plural of the resource behind it, or null where it is none. */
  @Nullable String resource() {
    return switch (this) {
      case NODES, USAGE -> "nodes";
      case PODS, POD_USAGE -> "pods";
      case EVENTS -> "events";
      case INFO -> null;
    };
  }

  /** Returns what users see as the name of what it asks for. */
  String word() {
    return switch (this) {
      case NODES -> "nodes";
      case PODS -> "pods";
      case EVENTS -> "events";
      case INFO -> "version";
      case USAGE -> "nodes.metrics.k8s.io";
      case POD_USAGE -> "pods.metrics.k8s.io";
    };
  }

  /** Returns the API group that has it; empty: the core. */
  String group() {
    return isMeasured() ? "metrics.k8s.io" : "";
  }

  /**
   * Returns whether it is something that many clusters do not have: without it, nothing is wrong.
   */
  boolean isMeasured() {
    return this == USAGE || this == POD_USAGE;
  }

  /** Returns the permission that it takes, in a few words: {@code list nodes}. */
  String permission(@Nullable String namespace) {
    return switch (this) {
      case INFO -> "get /version";
      case USAGE -> "list nodes.metrics.k8s.io";
      case NODES -> "list nodes";
      case PODS -> "list pods" + in(namespace);
      case EVENTS -> "list events" + in(namespace);
      case POD_USAGE -> "list pods.metrics.k8s.io" + in(namespace);
    };
  }

  private static String in(@Nullable String namespace) {
    return namespace == null ? "" : " in " + namespace;
  }
}
