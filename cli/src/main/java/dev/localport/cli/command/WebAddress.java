package dev.localport.cli.command;

import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Where a browser finds a service. A health check of HTTP says so, which is in the service's {@code
 * url}; otherwise the names and numbers of its ports do, by custom.
 */
final class WebAddress {
  private static final Set<String> HTTP =
      Set.of("80", "3000", "4200", "5000", "5173", "8000", "8080", "8081", "8888", "9090");
  private static final Set<String> HTTPS = Set.of("443", "8443", "9443");

  private static final Map<String, String> OTHERS =
      Map.of(
          "22", "SSH",
          "3306", "MySQL",
          "5432", "PostgreSQL",
          "5672", "AMQP",
          "6379", "Redis",
          "9042", "Cassandra",
          "9092", "Kafka",
          "11211", "memcached",
          "27017", "MongoDB");

  private WebAddress() {}

  /** Returns the address of a service that listens; null where none of its ports looks like it. */
  static @Nullable String find(ServiceStatus service) {
    String url = service.url();
    if (url != null && url.startsWith("http")) {
      return url + "/";
    }
    for (PortStatus port : service.ports()) {
      String scheme = scheme(port);
      if (scheme != null && !port.local().isEmpty()) {
        return "%s://%s/".formatted(scheme, port.local().getFirst().reachable());
      }
    }
    return null;
  }

  private static @Nullable String scheme(PortStatus port) {
    String named = port.name() == null ? null : byName(port.name());
    return named == null ? byName(port.remote()) : named;
  }

  private static @Nullable String byName(String port) {
    String name = port.toLowerCase(Locale.ROOT);
    if (HTTPS.contains(name) || name.startsWith("https")) {
      return "https";
    }
    return HTTP.contains(name) || name.startsWith("http") || name.equals("web") ? "http" : null;
  }

  /** Says what the ports of a service are: {@code port 5432 (PostgreSQL)}. */
  static String ports(ServiceStatus service) {
    String ports =
        service.ports().stream().map(WebAddress::described).collect(Collectors.joining(", "));
    return (service.ports().size() == 1 ? "port " : "ports ") + ports;
  }

  private static String described(PortStatus port) {
    String other = OTHERS.get(port.remote());
    String name = other == null ? port.name() : other;
    return name == null ? port.remote() : "%s (%s)".formatted(port.remote(), name);
  }
}
