package dev.localport.daemon.control;

import dev.localport.api.ServiceStatus;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.Forwards;
import dev.localport.daemon.forward.LoadException;
import dev.localport.daemon.forward.PodDialer;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.journal.DesiredState;
import dev.localport.daemon.journal.StateFile;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.daemon.tunnel.Eventually;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.daemon.tunnel.Transport;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** What the methods ask: forwards, over an API server with one pod on loopback. */
final class ControlFixture {
  private static final String POD =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"u1"},
       "spec":{"containers":[{"name":"c","ports":[{"name":"echo","containerPort":7}]}]},
       "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
      """;

  /** Hears nothing, and does not end. */
  static final RpcConnection CALLER =
      new RpcConnection() {
        @Override
        public void notify(String method, JsonObject params) {
          // nobody reads it
        }

        @Override
        public void onClose(Runnable task) {
          // it does not end
        }

        @Override
        public boolean isOpen() {
          return true;
        }
      };

  final SpdyServer server = new SpdyServer();
  final Transport transport = Transport.open(1);
  final PortHolder portHolder = new PortHolder();
  final PodDialer dialer;
  final Forwards forwards;
  private final SystemTimers timers = new SystemTimers();
  private final KubeContexts contexts = new KubeContexts(timers);
  private final Path folder;

  ControlFixture(Path folder) throws IOException {
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
  void load(String... namesAndPorts) throws IOException, LoadException {
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

  ServiceStatus status(String name) {
    return forwards.statuses(List.of(name)).getFirst();
  }

  /** Starts a service and returns how it is when it serves. */
  ServiceStatus started(String name) {
    forwards.start(List.of(name));
    Eventually.until(name + " is connected", () -> status(name).state().equals("connected"));
    return status(name);
  }

  void close() throws InterruptedException {
    forwards.close();
    contexts.close();
    timers.close();
    server.close();
    transport.close(Duration.ofSeconds(5));
  }
}
