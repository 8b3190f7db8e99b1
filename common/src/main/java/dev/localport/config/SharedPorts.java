package dev.localport.config;

import dev.localport.config.form.Place;
import dev.localport.config.form.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reports services of one file that need the same local port: only one of them can listen. Belongs
 * to one read.
 */
final class SharedPorts {
  private record Taken(LocalPort port, String service, Place at) {}

  private final List<Taken> all = new ArrayList<>();

  /**
   * Adds the ports of a service that may run, and reports those that an earlier one has.
   *
   * @param bindAddress what they listen on; null: both loopback addresses
   */
  void add(String service, @Nullable String bindAddress, List<PortsReader.Written> ports) {
    List<Taken> own = new ArrayList<>();
    for (PortsReader.Written written : ports) {
      if (written.port().local() != 0) {
        LocalPort port = LocalPort.of(written.port().local(), bindAddress);
        all.stream()
            .filter(taken -> taken.port().overlaps(port))
            .findFirst()
            .ifPresent(first -> report(written.at(), port.number(), first));
        own.add(new Taken(port, service, written.at().at()));
      }
    }
    all.addAll(own);
  }

  private static void report(Value at, int port, Taken first) {
    at.report()
        .doubt(
            at.at(),
            at.path(),
            "local port %d is also used by %s (%s)".formatted(port, first.service(), first.at()),
            "use another port, local_port: auto, or bind_address: auto: only one of the two can run at a time");
  }
}
