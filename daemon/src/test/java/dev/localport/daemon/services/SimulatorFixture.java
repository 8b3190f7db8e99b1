package dev.localport.daemon.services;

import dev.localport.api.ServiceStatus;
import dev.localport.daemon.cluster.Monitors;
import dev.localport.simulator.Simulator;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/** The forwards of a daemon over a simulated cluster, whose faults a test switches. */
public final class SimulatorFixture implements AutoCloseable {
  /** Tries again soon and without end. */
  static final String PATIENT =
      """
          reconnect: {initial_delay: 100ms, max_delay: 100ms, jitter: 0, max_attempts: 0}
          breaker: {failures: 0}
      """;

  /** The cluster. */
  public final Simulator cluster;

  /** The daemon; the API server that comes with it is not asked. */
  public final ForwardsFixture daemon;

  /** Opens a daemon that has nothing to do, and starts a cluster. */
  public SimulatorFixture(Path folder) throws IOException, GeneralSecurityException {
    cluster = Simulator.start(folder);
    daemon = new ForwardsFixture(folder);
  }

  private SimulatorFixture(Simulator cluster, ForwardsFixture daemon) {
    this.cluster = cluster;
    this.daemon = daemon;
  }

  /** As the constructor; the daemon's monitor watches over the cluster. */
  public static SimulatorFixture watched(Path folder) throws IOException, GeneralSecurityException {
    return new SimulatorFixture(
        Simulator.start(folder), new ForwardsFixture(folder, Monitors::asking));
  }

  /**
   * Returns a service for a configuration.
   *
   * @param target as in {@code deployment/moods}, in the namespace demo
   * @param keys further keys, each on a line of its own, indented by four
   */
  public static String service(String name, String target, String port, String keys) {
    String[] parts = target.split("/", 2);
    return """
      - name: %s
        connection: {resource_type: %s, resource_name: %s, namespace: demo}
        ports: [{name: %s, local: auto, remote: %s}]
    """
            .formatted(name, parts[0], parts[1], port, port)
        + keys;
  }

  /** Loads services in the place of those that were there. */
  public void load(String services) throws IOException, InterruptedException, LoadException {
    daemon.forwards.load(daemon.file("localport.yaml", cluster.kubeconfig().toString(), services));
  }

  /** Loads the one service {@code web} and starts it. */
  public void start(String target, String port, String keys)
      throws IOException, InterruptedException, LoadException {
    load(service("web", target, port, keys));
    daemon.forwards.start(List.of("web"));
  }

  /** As {@link #start}, and returns how it is when it serves. */
  public ServiceStatus connect(String target, String port, String keys)
      throws IOException, InterruptedException, LoadException {
    start(target, port, keys);
    return await("connected");
  }

  /** Returns how the one service is. */
  public ServiceStatus status() {
    return daemon.status("web");
  }

  /** Waits for a state of the one service. */
  public ServiceStatus await(String state) {
    return daemon.await("web", state);
  }

  /** Waits until the one service is as the condition says. */
  public ServiceStatus await(String what, Predicate<ServiceStatus> condition) {
    return daemon.await("web", what, condition);
  }

  /** Waits until the one service is suspended for this reason, and returns what it says of it. */
  public String awaitSuspended(String reason) {
    ServiceStatus web = await("suspended: " + reason, service -> reason.equals(service.reason()));
    return Objects.requireNonNull(web.lastError()).message();
  }

  @Override
  public void close() throws IOException {
    daemon.close();
    cluster.close();
  }
}
