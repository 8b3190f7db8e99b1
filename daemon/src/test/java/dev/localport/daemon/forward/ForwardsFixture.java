package dev.localport.daemon.forward;

import dev.localport.api.ServiceStatus;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.daemon.journal.StateFile;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.daemon.tunnel.Eventually;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.daemon.tunnel.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** All forwards of a daemon, over an API server with one pod on loopback. */
public final class ForwardsFixture {
  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"u1"},
       "spec":{"containers":[{"name":"c","ports":[{"name":"echo","containerPort":7}]}]},
       "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
      """;

  /** The cluster. */
  public final SpdyServer server = new SpdyServer();

  /** The event loop of all. */
  public final Transport transport = Transport.open(1);

  /** Knows the ports. */
  public final PortHolder portHolder = new PortHolder();

  /** Opens sessions. */
  public final PodDialer dialer;

  /** What is tested. */
  public final Forwards forwards;

  private final SystemTimers timers = new SystemTimers();
  private final KubeContexts contexts = new KubeContexts(timers);
  private final Path folder;

  /** Keeps its files in the folder; nothing is loaded. */
  public ForwardsFixture(Path folder) throws IOException {
    this.folder = folder;
    server.objects.put("/api/v1/namespaces/shop/pods/web-1", POD);
    Files.writeString(
        folder.resolve("kubeconfig"),
        """
        current-context: dev
        contexts: [{name: dev, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: secret}}]
        """
            .formatted(server.endpoint().port()));
    dialer = new PodDialer(contexts, new SessionDialer(transport, timers));
    ForwardParts parts = new ForwardParts(dialer, transport, timers, portHolder, () -> 0.5);
    forwards = new Forwards(parts, new StateFile(folder.resolve("state.json")));
  }

  /** Loads services that lead to the pod, each with its ports as the file has them. */
  public void load(String... namesAndPorts)
      throws IOException, InterruptedException, LoadException {
    StringBuilder services = new StringBuilder();
    for (String service : namesAndPorts) {
      String[] parts = service.split(": ", 2);
      services.append(
          """
          - name: %s
            connection: {resource_type: pod, resource_name: web-1, namespace: shop}
            ports: %s
          """
              .formatted(parts[0], parts[1]));
    }
    Path file =
        Files.writeString(
            folder.resolve("localport.yaml"),
            "version: \"1.0\"\nkubeconfig: kubeconfig\nservices:\n" + services);
    forwards.load(new DesiredState.Source(file.toString(), null, null));
  }

  /** Returns how a service is. */
  public ServiceStatus status(String name) {
    return forwards.statuses(List.of(name)).getFirst();
  }

  /** Starts a service and returns how it is when it serves. */
  public ServiceStatus started(String name) throws InterruptedException {
    forwards.start(List.of(name));
    Eventually.until(name + " is connected", () -> status(name).state().equals("connected"));
    return status(name);
  }

  /** Ends everything. */
  public void close() throws InterruptedException {
    forwards.close();
    contexts.close();
    timers.close();
    server.close();
    transport.close(Duration.ofSeconds(5));
  }
}
