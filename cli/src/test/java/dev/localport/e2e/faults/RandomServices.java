package dev.localport.e2e.faults;

import dev.localport.e2e.LocalportProgram;
import dev.localport.rpc.JsonObject;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Services of all kinds, and the traffic of each. */
final class RandomServices implements Closeable {
  static final String YAML =
      """
      version: "1.0"
      services:
        - {name: service, local_port: auto, remote_port: 7000,
           connection: {resource_name: echo, namespace: lp-demo}}
        - {name: web, local_port: auto, remote_port: 8000,
           connection: {resource_name: web, namespace: lp-demo}}
        - {name: headless, local_port: auto, remote_port: 80,
           connection: {resource_name: db, namespace: lp-demo}}
        - {name: deployment, local_port: auto, remote_port: 9001, balance: true,
           connection: {resource_type: deployment, resource_name: echo, namespace: lp-demo}}
        - {name: statefulset, local_port: auto, remote_port: http, profile: unstable,
           connection: {resource_type: statefulset, resource_name: db, namespace: lp-demo}}
        - {name: daemonset, local_port: auto, remote_port: 9001,
           connection: {resource_type: daemonset, resource_name: agent, namespace: lp-demo}}
        - {name: pod, local_port: auto, remote_port: 8081,
           connection: {resource_type: pod, resource_name: duo, namespace: lp-demo}}
        - {name: labels, local_port: auto, remote_port: 9001,
           connection: {selector: app=faults, namespace: lp-demo}}
        - {name: lazy, local_port: auto, remote_port: 8000, lazy: true, idle_timeout: 45s,
           connection: {resource_name: web, namespace: lp-other}}
      """;

  private static final Set<String> WEB = Set.of("web", "headless", "statefulset", "pod", "lazy");
  private static final Duration PACE = Duration.ofMillis(500);

  private final Map<String, NewConnections> traffic = new LinkedHashMap<>();

  /** Begins to connect to all services, twice a second each. */
  static RandomServices connect(LocalportProgram localport) throws IOException {
    RandomServices services = new RandomServices();
    for (JsonObject each : DaemonStatus.read(localport.home()).objects("services")) {
      String name = each.text("name");
      int port = (int) each.number("local_port");
      services.traffic.put(
          name,
          WEB.contains(name)
              ? NewConnections.toWeb(port, PACE)
              : NewConnections.toEcho(port, PACE));
    }
    return services;
  }

  Set<String> names() {
    return traffic.keySet();
  }

  NewConnections of(String service) {
    return Objects.requireNonNull(traffic.get(service));
  }

  /** Returns all connections that are over, of all services. */
  List<NewConnections.Attempt> over() {
    return traffic.values().stream().flatMap(each -> each.over().stream()).toList();
  }

  @Override
  public void close() {
    traffic.values().parallelStream().forEach(NewConnections::close);
  }
}
