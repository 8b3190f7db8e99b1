package dev.localport.cli.command;

import dev.localport.api.PortStatus;
import dev.localport.api.PortStatus.Address;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.ServiceWords;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The variables that say where services listen: {@code LOCALPORT_<NAME>_HOST} and {@code _PORT},
 * the first one's where a service has several ports, and then {@code _<PORT>_PORT} for each.
 *
 * @param values by name, in the order of the services; none needs quotes in a shell
 * @param taken why services are missing whose variables another one has
 */
record PortVariables(Map<String, String> values, List<String> taken) {
  static PortVariables of(List<ServiceStatus> services) {
    PortVariables variables = new PortVariables(new LinkedHashMap<>(), new ArrayList<>());
    services.stream().filter(PortVariables::listens).forEach(variables::add);
    return variables;
  }

  /** Tells whether a service has its ports, whatever the state of what is behind them. */
  static boolean listens(ServiceStatus service) {
    return service.ports().stream().noneMatch(port -> port.local().isEmpty());
  }

  /** Returns why a service has no port, and what to do. */
  static String noPort(ServiceStatus service) {
    return service.state().equals("stopped")
        ? "%s is stopped and has no local port; start it: localport start %s"
            .formatted(service.name(), service.name())
        : "%s has no local port: it is %s; see: localport explain %s"
            .formatted(service.name(), ServiceWords.state(service), service.name());
  }

  private void add(ServiceStatus service) {
    String prefix = "LOCALPORT_" + word(service.name());
    if (values.containsKey(prefix + "_HOST")) {
      taken.add("%s is left out: %s_PORT is another service's".formatted(service.name(), prefix));
      return;
    }
    Address first = service.ports().getFirst().local().getFirst().reachable();
    values.put(prefix + "_HOST", first.address());
    values.put(prefix + "_PORT", String.valueOf(first.port()));
    if (service.ports().size() > 1) {
      for (PortStatus port : service.ports()) {
        String name = port.name() == null ? port.remote() : port.name();
        values.put(
            prefix + "_" + word(name) + "_PORT", String.valueOf(port.local().getFirst().port()));
      }
    }
  }

  /* Names are of ASCII letters, digits and a few signs: see the reader of the configuration. */
  private static String word(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
