package dev.localport.daemon.services;

import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ServiceConfig;

/** What configuration files say. */
public final class Configured {
  private Configured() {}

  /** Returns the first service of a file that is right. */
  public static ServiceConfig service(String text) {
    return switch (ConfigReader.read("localport.yaml", text, true)) {
      case ConfigResult.Loaded loaded -> loaded.config().services().getFirst();
      case ConfigResult.Refused refused -> throw new AssertionError(refused.problems());
    };
  }
}
