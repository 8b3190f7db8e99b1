package dev.localport.cli.render;

import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code key: value} lines, a block a service: for people without a wide terminal, and for grep.
 *
 * @param health the check of the service too
 * @param now what countdowns count from
 */
record StatusText(boolean health, Instant now) {

  List<String> lines(List<ServiceStatus> services) {
    List<String> lines = new ArrayList<>();
    for (ServiceStatus service : services) {
      if (!lines.isEmpty()) {
        lines.add("");
      }
      addTo(lines, service);
    }
    return lines;
  }

  private void addTo(List<String> lines, ServiceStatus service) {
    lines.add("name: " + service.name());
    lines.add("state: " + ServiceWords.shown(service));
    for (PortStatus port : service.ports()) {
      lines.add("port: " + ServiceWords.local(port) + " → " + ServiceWords.target(service, port));
    }
    add(lines, "health", health ? ServiceWords.health(service).text() : null);
    add(lines, "pods", service.pods().isEmpty() ? null : String.join(", ", service.pods()));
    lines.add(
        "connections: "
            + service.traffic().active()
            + " active, "
            + service.traffic().held()
            + " waiting, "
            + service.traffic().total()
            + " total, "
            + service.traffic().failed()
            + " failed");
    lines.add("uptime: " + ServiceWords.uptime(service));
    add(lines, "pending", ServiceWords.pending(service));
    add(lines, "trouble", ServiceWords.remark(service, now));
    add(lines, "context", service.context());
    add(lines, "file", service.configFile());
    add(lines, "tags", service.tags().isEmpty() ? null : String.join(", ", service.tags()));
  }

  private static void add(List<String> lines, String key, @Nullable String value) {
    if (value != null) {
      lines.add(key + ": " + value);
    }
  }
}
