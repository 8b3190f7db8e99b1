package dev.localport.simulator;

import dev.localport.simulator.controllers.Events;
import dev.localport.simulator.controllers.Kubelet;
import dev.localport.simulator.controllers.Nodes;
import dev.localport.simulator.controllers.PodTiming;
import dev.localport.simulator.controllers.ServiceEndpoints;
import dev.localport.simulator.controllers.WorkloadController;
import dev.localport.simulator.faults.ControlRoutes;
import dev.localport.simulator.faults.ControlServer;
import dev.localport.simulator.faults.Faults;
import dev.localport.simulator.faults.LineFaults;
import dev.localport.simulator.objects.Kinds;
import dev.localport.simulator.objects.ObjectId;
import dev.localport.simulator.objects.Store;
import dev.localport.simulator.objects.Tables;
import dev.localport.simulator.portforward.PortForward;
import dev.localport.simulator.server.ApiServer;
import dev.localport.simulator.server.Cluster;
import dev.localport.simulator.server.Crowd;
import dev.localport.simulator.server.Measurements;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * A cluster that runs: API server, pods, control port, and the files that say how to reach them.
 * One event loop owns all of it, so nothing in it needs a lock.
 */
public final class SimulatedCluster implements AutoCloseable {
  private static final int HISTORY = 500;
  private static final long PAIR_TIMEOUT_MILLIS = 30_000; // kubelet: stream creation timeout
  private static final long END_MILLIS = 2_000;
  private static final Duration GRACE = Duration.ofSeconds(30); // what kubectl asks for by default

  /**
   * What can be chosen.
   *
   * @param folder where kubeconfig and control are written; created if it does not exist
   * @param port of the API server; 0 for any
   * @param version of Kubernetes that the API server says it is
   */
  public record Options(
      Path folder, int port, String version, PodTiming pace, Duration bookmarkEvery) {
    /** Returns the usual ones. */
    public static Options usual(Path folder) {
      return new Options(folder, 0, "1.33.1", PodTiming.USUAL, Duration.ofSeconds(10));
    }
  }

  private final NioEventLoopGroup loops =
      new NioEventLoopGroup(1, new DefaultThreadFactory("cluster", true));
  private final EventLoop loop = loops.next();
  private final LineFaults lines = new LineFaults(loop);
  private final Faults faults = new Faults();
  private final Folder folder;
  private final Store store;
  private final Events events;
  private final Kubelet kubelet;
  private final Crowd crowd = new Crowd(Manifests.read("crowd.yaml"));
  private final Measurements measurements;
  private final ApiServer server;

  private SimulatedCluster(Options options, InstantSource clock) throws IOException {
    folder = new Folder(options.folder());
    store = new Store(clock, HISTORY);
    measurements = new Measurements(store, clock);
    Authority authority = new Authority(clock.instant());
    String token = secret();
    events = new Events(store, clock);
    Nodes nodes = new Nodes(store, clock, events);
    kubelet = new Kubelet(store, nodes, loop, clock, options.pace());
    Cluster cluster =
        new Cluster(
            store,
            new Tables(clock),
            kubelet,
            nodes,
            new PortForward(PAIR_TIMEOUT_MILLIS),
            faults,
            options.version(),
            token,
            options.bookmarkEvery(),
            crowd,
            measurements,
            clock);
    server = new ApiServer(loop, options.port(), tls(authority), lines, cluster);
    try {
      loop.submit(this::populate).syncUninterruptibly();
      int port = wait(server.open());
      String control = wait(new ControlServer(routes(), secret()).open(loop));
      folder.writeKubeconfig(port, token, authority);
      folder.writeControl(control);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /**
   * Starts one; its pods are being created when it returns.
   *
   * @throws IOException if the port is taken or the folder cannot be written to
   */
  public static SimulatedCluster start(Options options, InstantSource clock) throws IOException {
    return new SimulatedCluster(options, clock);
  }

  private static String secret() {
    byte[] bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static SslContext tls(Authority authority) throws IOException {
    Authority.Identity identity = authority.server();
    return SslContextBuilder.forServer(identity.key(), identity.certificate())
        .trustManager(authority.own().certificate())
        .clientAuth(ClientAuth.OPTIONAL)
        .build();
  }

  private static <T> T wait(CompletableFuture<T> future) throws IOException {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private void populate() {
    kubelet.start();
    new WorkloadController(store, new SecureRandom().nextLong()).start();
    new ServiceEndpoints(store).start();
    Manifests.read("cluster.yaml").forEach(store::create);
  }

  private ControlRoutes routes() {
    return new ControlRoutes(
        faults,
        lines,
        new ControlRoutes.Cluster() {
          @Override
          public void away() {
            server.close();
          }

          @Override
          public CompletableFuture<?> back() {
            return server.open();
          }

          @Override
          public void forgetHistory() {
            store.forget();
          }

          @Override
          public void deletePod(String namespace, String name) {
            kubelet.delete(new ObjectId(Kinds.POD, namespace, name), GRACE);
          }

          @Override
          public void writeLog(String namespace, String name, int lines) {
            kubelet.writeLog(new ObjectId(Kinds.POD, namespace, name), lines);
          }

          @Override
          public void restartContainer(String namespace, String name) {
            kubelet.restartContainer(new ObjectId(Kinds.POD, namespace, name));
          }

          @Override
          public void rotateLog(String namespace, String name) {
            kubelet.rotateLog(new ObjectId(Kinds.POD, namespace, name));
          }

          @Override
          public void setReady(String namespace, String name, boolean ready) {
            kubelet.setReady(new ObjectId(Kinds.POD, namespace, name), ready);
          }

          @Override
          public void loseNode(String name) {
            kubelet.loseNode(name);
          }

          @Override
          public void bringNodeBack(String name) {
            kubelet.bringNodeBack(name);
          }

          @Override
          public void unheard(String node, boolean on) {
            kubelet.unheard(node, on);
          }

          @Override
          public void happened(
              String kind, String namespace, String name, String type, String reason) {
            events.tell(
                kind.equals("node")
                    ? new ObjectId(Kinds.NODE, "", name)
                    : new ObjectId(Kinds.POD, namespace, name),
                type,
                reason);
          }

          @Override
          public void crowd(int pods, int nodes, int events) {
            crowd.resize(Kinds.POD, pods);
            crowd.resize(Kinds.NODE, nodes);
            crowd.resize(Kinds.EVENT, events);
          }

          @Override
          public void measure(int cpuMillis, int mebibytes) {
            measurements.set(cpuMillis, mebibytes);
          }
        });
  }

  /** Returns the file that its users need. */
  public Path kubeconfig() {
    return folder.kubeconfig();
  }

  /** Returns the file with the control port's URL. */
  public Path control() {
    return folder.control();
  }

  /** Ends everything and removes what was written. */
  @Override
  public void close() throws IOException {
    loop.submit(
            () -> {
              server.close();
              kubelet.close();
              lines.end();
              lines.release();
            })
        .syncUninterruptibly();
    loops.shutdownGracefully(0, END_MILLIS, TimeUnit.MILLISECONDS).awaitUninterruptibly(END_MILLIS);
    folder.close();
  }
}
