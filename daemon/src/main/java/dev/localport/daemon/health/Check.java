package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.config.HealthProbe;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A kind of check whether a service works. Thread-safe; nothing is kept between two runs. */
public interface Check {
  /**
   * Returns the check of a service, as the configuration says.
   *
   * @param folder the configuration file's, where relative paths start; null: this process's own
   */
  static Check of(HealthCheckConfig config, Dialler dialler, @Nullable Path folder) {
    return switch (config.probe()) {
      case HealthProbe.Tcp tcp -> new TcpCheck(tcp, dialler, config.timeout());
      case HealthProbe.Http http -> HttpCheck.of(http, dialler, folder);
      case HealthProbe.Exec exec -> new ExecCheck(exec, folder);
    };
  }

  /** Returns what is done, {@code http GET /healthz}, without anything secret. */
  String label();

  /** Returns what is wrong with a service whose check takes too long, {@code no answer}. */
  String lateness();

  /**
   * Does it once. Has no timeout of its own: the runner interrupts it, and what it opened or
   * started is closed and ended when it returns. To be run on a virtual thread, where an interrupt
   * ends reading and connecting, too.
   */
  CheckOutcome run() throws InterruptedException;
}
