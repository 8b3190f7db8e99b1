package dev.localport.daemon.services;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.cluster.Monitors;
import dev.localport.daemon.forward.ForwardParts;
import dev.localport.daemon.forward.local.LocalClient;
import dev.localport.daemon.forward.upstream.PodDialer;
import dev.localport.daemon.host.PortHolder;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.net.Transport;
import dev.localport.daemon.state.DesiredState;
import dev.localport.daemon.state.NewerStateException;
import dev.localport.daemon.state.StateFile;
import dev.localport.daemon.time.SystemTimers;
import dev.localport.daemon.time.Timers;
import dev.localport.daemon.tunnel.SessionDialer;
import dev.localport.daemon.tunnel.SpdyServer;
import dev.localport.paths.TrustedFiles;
import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The forwards of a daemon, an API server of a few objects on loopback, and a folder for files.
 *
 * <p>Over 300 lines, since each test needs a few of its steps, and no step belongs to one test.
 */
public final class ForwardsFixture implements AutoCloseable {
  static final String POD = "/api/v1/namespaces/shop/pods/web-1";
  static final String RUNNING =
      """
      {"apiVersion":"v1","kind":"Pod","metadata":{"name":"web-1","namespace":"shop","uid":"u1"},
       "spec":{"containers":[{"name":"c","ports":[{"name":"echo","containerPort":7}]}]},
       "status":{"phase":"Running","conditions":[{"type":"Ready","status":"True"}]}}
      """;
  static final String WEB =
      """
        - name: web
          connection: {resource_type: pod, resource_name: web-1, namespace: shop}
          local_port: auto
          remote_port: echo
      """;

  /** The cluster. */
  public final SpdyServer server = new SpdyServer();

  /** The event loop of all. */
  public final Transport transport = Transport.open(1);

  /** Knows the ports. */
  public final PortHolder portHolder = new PortHolder();

  /** Opens sessions. */
  public final PodDialer dialer;

  /** The clusters that kubeconfigs name. */
  public final KubeContexts contexts;

  /** What is tested; another one after {@link #startAnew}. */
  public Forwards forwards;

  /** So many probes without an answer make a cluster one that is away. */
  int failureThreshold = 3;

  /** What a forward's owner does before it waits for another attempt. */
  volatile Runnable beforeRetry = () -> {};

  private final SystemTimers timers = new SystemTimers();

  /** Watches over the clusters. */
  public final ClusterHealthManager clusters;

  private final Path folder;

  /** Opens a daemon that has nothing to do, with a kubeconfig for the server. */
  public ForwardsFixture(Path folder) throws IOException {
    this(folder, Monitors::content);
  }

  /** As the other one, with its own monitors of the clusters. */
  ForwardsFixture(Path folder, Function<Timers, ClusterHealthManager> clusters) throws IOException {
    this.folder = folder;
    this.clusters = clusters.apply(timers);
    server.objects.put(POD, RUNNING);
    kubeconfig("kube/config", server.endpoint().port());
    contexts = new KubeContexts(timers, transport);
    dialer = dialer(contexts);
    forwards = new Forwards(parts(dialer), disk(), trusted(), Await.LIMIT);
    restore(forwards);
  }

  /** Returns what opens sessions in these contexts. */
  public PodDialer dialer(KubeContexts contexts) {
    return new PodDialer(contexts, new SessionDialer(transport, timers), timers);
  }

  /** Returns parts with this dialer. */
  ForwardParts parts(PodDialer dialer) {
    return new ForwardParts(
        dialer,
        contexts,
        clusters,
        transport,
        timers,
        portHolder,
        () -> {
          beforeRetry.run();
          return 0.5;
        });
  }

  /** Returns parts with a clock of their own, whose clusters are all healthy. */
  public ForwardParts parts(Timers own) {
    return new ForwardParts(
        dialer, contexts, Monitors.content(own), transport, own, portHolder, () -> 0.5);
  }

  /** Returns a service as {@link #WEB} under another name. */
  static String web(String name) {
    return WEB.replace("name: web\n", "name: " + name + "\n");
  }

  static void restore(Forwards forwards) {
    try {
      forwards.restore();
    } catch (NewerStateException | IOException e) {
      throw new AssertionError("this version wrote it", e);
    }
  }

  StateFile disk() {
    return new StateFile(folder.resolve("state.json"));
  }

  DesiredState onDisk() {
    try {
      return disk().read();
    } catch (NewerStateException | IOException e) {
      throw new AssertionError("this version wrote it", e);
    }
  }

  TrustedFiles trusted() {
    return new TrustedFiles(folder.resolve("trusted.json"));
  }

  /** Ends the daemon, which leaves on disk what a kill would leave, and starts the next one. */
  void startAnew() {
    forwards.close();
    forwards = new Forwards(parts(dialer), disk(), trusted(), Await.LIMIT);
    restore(forwards);
  }

  void kubeconfig(String name, int port) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(Objects.requireNonNull(file.getParent()));
    Files.writeString(
        file,
        """
        current-context: dev
        contexts: [{name: dev, context: {cluster: c, user: u}}]
        clusters: [{name: c, cluster: {server: "http://127.0.0.1:%d"}}]
        users: [{name: u, user: {token: secret}}]
        """
            .formatted(port));
  }

  /** Writes a kubeconfig of two contexts, dev and prod; the second is the current one now. */
  void twoContexts(String name) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        Files.readString(file)
            .replace("current-context: dev", "current-context: prod")
            .replace("contexts: [", "contexts: [{name: prod, context: {cluster: c, user: u}}, "));
  }

  /** Writes a configuration whose kubeconfig lies beside it. */
  DesiredState.Source file(String name, String services) throws IOException {
    return file(name, "kube/config", services);
  }

  /** Writes a configuration with this kubeconfig. */
  DesiredState.Source file(String name, String kubeconfig, String services) throws IOException {
    Path file = folder.resolve(name);
    Files.writeString(
        file,
        """
        version: "1.0"
        kubeconfig: %s
        defaults: {cluster_health: {failure_threshold: %d}}
        services:
        %s\
        """
            .formatted(kubeconfig, failureThreshold, services));
    return new DesiredState.Source(file.toString(), null, null);
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
    forwards.load(file("localport.yaml", services.toString()));
  }

  /** Starts a service and returns how it is when it serves. */
  public ServiceStatus started(String name) throws InterruptedException {
    forwards.start(List.of(name));
    return await(name, "connected");
  }

  void start(DesiredState.Source source, String... names)
      throws InterruptedException, LoadException {
    forwards.load(source);
    forwards.start(List.of(names));
  }

  /** Returns what is known of the clusters. */
  List<ClusterStatus> clusters() {
    return clusters.statuses();
  }

  /** Has all monitors look at their clusters now. */
  public void suspectClusters() {
    clusters.suspectAll();
  }

  /** Returns how a service is. */
  public ServiceStatus status(String name) {
    return forwards.statuses(List.of(name)).getFirst();
  }

  /** Waits until a service is as the condition says, and returns how it is then. */
  public ServiceStatus await(String name, String what, Predicate<ServiceStatus> condition) {
    Await.until(name + " is " + what, () -> condition.test(status(name)));
    return status(name);
  }

  /** Waits until a service is in a state, and returns how it is then. */
  public ServiceStatus await(String name, String state) {
    return await(name, state, service -> service.state().equals(state));
  }

  /** Returns the number of a service's first local port. */
  int port(String name) {
    return status(name).ports().getFirst().local().getFirst().port();
  }

  LocalClient connect(String name) throws IOException {
    return new LocalClient(port(name));
  }

  void assertServes(String name) throws IOException {
    try (LocalClient client = connect(name)) {
      client.send("hello");
      assertThat(client.read(5)).isEqualTo("hello");
    }
  }

  /** Returns a number that nobody listened on a moment ago. */
  public static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  public static void assertFree(int port) throws IOException {
    try (ServerSocket free = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      assertThat(free.isBound()).isTrue();
    }
  }

  @Override
  public void close() {
    forwards.close();
    clusters.close();
    contexts.close();
    timers.close();
    server.close();
    try {
      transport.close(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
