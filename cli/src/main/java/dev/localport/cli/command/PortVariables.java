package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.PortStatus;
import dev.localport.api.PortStatus.Address;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.cli.render.ServiceWords;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The variables for programs that use services: {@code LOCALPORT_<NAME>_HOST} and {@code _PORT},
 * the first one's where a service has several ports, and then {@code _<PORT>_PORT} for each; and
 * those of their files.
 *
 * @param values by name, in the order of the services; those of files may be secrets
 * @param taken why variables are missing that another service has
 */
record PortVariables(Map<String, String> values, List<String> taken) {
  /** Asks the daemon for what the files say, and returns all variables of services that listen. */
  static PortVariables ask(DaemonClient daemon, List<ServiceStatus> services)
      throws CommandException {
    List<String> names =
        services.stream().filter(PortVariables::listens).map(ServiceStatus::name).toList();
    Map<String, Map<String, String>> files = new HashMap<>();
    if (!names.isEmpty()) {
      JsonObject params = JsonObject.builder().put("names", names).build();
      JsonObject answer = Pages.all(daemon, Methods.VARIABLES, params, "services");
      for (JsonObject service : answer.objects("services")) {
        files.put(service.text("name"), service.textMap("variables"));
      }
    }
    return of(services, files);
  }

  /**
   * Returns the variables of services that listen.
   *
   * @param files what their files say, by the service's name
   */
  static PortVariables of(List<ServiceStatus> services, Map<String, Map<String, String>> files) {
    PortVariables variables = new PortVariables(new LinkedHashMap<>(), new ArrayList<>());
    for (ServiceStatus service : services) {
      if (listens(service)) {
        variables.add(service);
        variables.add(service.name(), files.getOrDefault(service.name(), Map.of()));
      }
    }
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

  /* Within one file that is a mistake; of two files, none knows the other. */
  private void add(String service, Map<String, String> file) {
    file.forEach((name, value) -> {
      if (values.putIfAbsent(name, value) != null) {
        taken.add("%s of %s is left out: another service sets it".formatted(name, service));
      }
    });
  }

  /* Names are of ASCII letters, digits and a few signs: see the reader of the configuration. */
  private static String word(String name) {
    return name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
  }
}
