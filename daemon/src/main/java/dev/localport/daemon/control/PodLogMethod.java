package dev.localport.daemon.control;

import dev.localport.api.PodLogRequest;
import dev.localport.daemon.cluster.ClusterHealthManager;
import dev.localport.daemon.cluster.RestoredFirst;
import dev.localport.daemon.kube.KubeCluster;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.daemon.podlog.PodLogRun;
import dev.localport.daemon.podlog.Wakeup;
import dev.localport.daemon.services.Forwards;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import java.time.InstantSource;
import java.util.function.BiFunction;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code log.pod}: the log of a service's pod, on a thread of its own that waits for its peer
 * alone. It ends with the connection. Thread-safe.
 */
public final class PodLogMethod implements RpcMethod {
  private static final Logger log = LoggerFactory.getLogger(PodLogMethod.class);

  private final Forwards forwards;
  private final KubeContexts contexts;
  private final ClusterHealthManager clusters;
  private final BiFunction<KubeCluster, RestoredFirst, Runnable> restoreFirst;
  private final InstantSource clock;
  private final DoubleSupplier random;

  /**
   * Reads logs of these services' pods.
   *
   * @param random jitter, from 0 (included) to 1 (excluded)
   */
  public PodLogMethod(
      Forwards forwards,
      KubeContexts contexts,
      ClusterHealthManager clusters,
      InstantSource clock,
      DoubleSupplier random) {
    this(forwards, contexts, clusters, clusters::restoreFirst, clock, random);
  }

  PodLogMethod(
      Forwards forwards,
      KubeContexts contexts,
      ClusterHealthManager clusters,
      BiFunction<KubeCluster, RestoredFirst, Runnable> restoreFirst,
      InstantSource clock,
      DoubleSupplier random) {
    this.forwards = forwards;
    this.contexts = contexts;
    this.clusters = clusters;
    this.restoreFirst = restoreFirst;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) {
    PodLogRequest request = PodLogRequest.from(params);
    String service = request.service();
    if (forwards.listing().service(service) == null) {
      throw UnknownService.named(service, forwards.listing());
    }
    ServiceLogPlace place = new ServiceLogPlace(service, forwards, contexts, clusters);
    KubeCluster cluster = cluster(place);
    from.keepOpen();
    Wakeup wakeup = new Wakeup();
    PodLogRun run = new PodLogRun(place, request, new PodLogPeer(from), wakeup, clock, random);
    Thread thread =
        Thread.ofVirtual()
            .name("pod-log-" + service)
            .unstarted(() -> run(service, run, cluster, wakeup));
    from.afterAnswer(() -> {
      thread.start();
      from.onClose(thread::interrupt); // at once where it is closed already
    });
    return JsonObject.builder().put("service", service).build();
  }

  private static KubeCluster cluster(ServiceLogPlace place) {
    try {
      return place.context();
    } catch (KubeException e) {
      throw RpcException.failed(e.failure().kind().exitCode(), e.failure().message());
    }
  }

  /* The thread registers itself: it is not started where the peer leaves before the answer. */
  private void run(String service, PodLogRun run, KubeCluster cluster, Wakeup wakeup) {
    Runnable leave = restoreFirst.apply(cluster, wakeup);
    try {
      run.run();
    } catch (InterruptedException _) {
      // the connection has ended: the client left
    } catch (RuntimeException e) { // a bug ends this log, and nothing else
      log.atError().addKeyValue("service", service).setCause(e).log("pod log ended: bug");
    } finally {
      leave.run();
    }
  }
}
