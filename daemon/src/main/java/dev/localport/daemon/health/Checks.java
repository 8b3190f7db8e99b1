package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.config.HealthProbe;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes checks of what the configuration says. */
public final class Checks {
  private Checks() {}

  /**
   * Returns the check of a service.
   *
   * @param folder the configuration file's, where relative paths start; null: this process's own
   */
  public static Check of(HealthCheckConfig config, Dialler dialler, @Nullable Path folder) {
    return switch (config.probe()) {
      case HealthProbe.Tcp tcp -> new TcpCheck(tcp, dialler, config.timeout());
      case HealthProbe.Http http -> HttpCheck.of(http, dialler, folder);
      case HealthProbe.Exec exec -> new ExecCheck(exec);
    };
  }
}
