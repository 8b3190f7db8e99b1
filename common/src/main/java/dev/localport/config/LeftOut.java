package dev.localport.config;

import org.jspecify.annotations.Nullable;

/** Says that a service is right and cannot run in this version, so that the others do. */
final class LeftOut {
  private LeftOut() {}

  static void warn(Value at, String what, @Nullable String service) {
    String who = service == null ? "the service" : service;
    at.report().warning(at.at(), at.path(), what + " is not supported yet", who + " is left out");
  }
}
