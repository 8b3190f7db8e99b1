package dev.localport.daemon.health;

import dev.localport.config.HealthCheckConfig;
import dev.localport.config.HealthProbe;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is spoken at the first port of a service, as far as its health check shows. */
public final class ServiceScheme {
  private ServiceScheme() {}

  /**
   * Returns {@code http} or {@code https} where the check asks the first port with it, else {@code
   * tcp}.
   *
   * @param localPorts the numbers of the service's ports, in the order of the configuration
   */
  public static String of(@Nullable HealthCheckConfig check, List<Integer> localPorts) {
    if (check == null || !(check.probe() instanceof HealthProbe.Http http)) {
      return "tcp";
    }
    HttpUrl url = HttpUrl.of(http.url(), http.tls());
    boolean isFirst = Route.index(url.host(), url.port(), localPorts) == 0;
    return isFirst ? (url.tls() ? "https" : "http") : "tcp";
  }
}
