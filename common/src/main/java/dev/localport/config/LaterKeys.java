package dev.localport.config;

import java.util.Set;

/**
 * The keys that the contract knows and nothing uses yet: a file that has them loads with a warning.
 *
 * <p>A key that becomes used leaves this list, and its reader asks for it.
 */
final class LaterKeys {
  static final Set<String> FILE = Set.of("metrics", "notify");
  static final Set<String> DEFAULTS =
      Set.of("balance", "cluster_health", "health_check", "idle_timeout", "lazy");
  static final Set<String> CONTEXT = Set.of("cluster_health");
  static final Set<String> SERVICE =
      Set.of(
          "balance",
          "bind_address",
          "cluster_health",
          "confirm",
          "expose",
          "health_check",
          "idle_timeout",
          "lazy",
          "priority");
  static final Set<String> CONNECTION = Set.of("ready");
  static final Set<String> NONE = Set.of();

  /** Kinds of target that come later; a service that points to one is left out. */
  static final Set<String> TARGET_KINDS = Set.of("daemonset", "job", "replicaset", "selector");

  private LaterKeys() {}
}
