package dev.localport.cli.render;

import dev.localport.api.ServiceStatus;

/** How a service is, in one word and from the worst to the best: the order of {@code status}. */
enum Standing {
  /** All attempts failed, or its configuration cannot be used. */
  FAILED("failed"),
  /** It needs something first: a pod, a permission, its cluster. */
  WAITING("waiting"),
  /** Connected, and of no use or slow. */
  DEGRADED("degraded"),
  /** Is being connected. */
  CONNECTING("connecting"),
  /** Connected. */
  UP("up"),
  /** The next connection opens a session. */
  IDLE("idle"),
  /** Not started. */
  STOPPED("stopped");

  private final String word;

  Standing(String word) {
    this.word = word;
  }

  static Standing of(ServiceStatus service) {
    return switch (service.state()) {
      case "connected" -> Sign.of(service) == Sign.SLOW ? DEGRADED : UP;
      case "connecting", "reconnecting" -> CONNECTING;
      case "suspended", "disconnected" -> WAITING;
      case "failed" -> FAILED;
      case "stopped" -> service.isUnusable() ? FAILED : STOPPED;
      default -> IDLE; // or a state of a newer daemon
    };
  }

  /** Tells whether someone should look at it. */
  boolean isTrouble() {
    return compareTo(UP) < 0;
  }

  String word() {
    return word;
  }
}
