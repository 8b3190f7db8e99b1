package dev.localport.cli.client;

import dev.localport.paths.DaemonFile;
import dev.localport.paths.ThisHost;
import org.jspecify.annotations.Nullable;

/** What a command finds when it looks for the user's daemon. */
public sealed interface Found {
  /** It answers, in whatever protocol. */
  record Running(DaemonClient daemon) implements Found {}

  /**
   * It holds its lock, so it lives, and it cannot be asked.
   *
   * @param daemon what its lock file says about it; null where that cannot be read
   * @param why why it cannot be asked
   */
  record Unreachable(@Nullable DaemonFile daemon, String why) implements Found {
    /** Returns what is the matter and what to do, as people read it. */
    public String text() {
      String name = daemon == null ? "the daemon" : "the daemon (pid %d)".formatted(daemon.pid());
      return daemon == null || daemon.isOn(ThisHost.name())
          ? "%s is running but cannot be reached: %s; replace it: localport daemon restart"
              .formatted(name, why)
          : "%s runs on %s and cannot be reached from here: stop it there, or give this machine a folder of its own with LOCALPORT_HOME"
              .formatted(name, daemon.host());
    }
  }

  /**
   * None runs.
   *
   * @param crashed the last one ended without cleaning up
   */
  record None(boolean crashed) implements Found {}
}
