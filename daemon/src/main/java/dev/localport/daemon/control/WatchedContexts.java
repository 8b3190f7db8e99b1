package dev.localport.daemon.control;

import dev.localport.api.ClusterStatus;
import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The clusters that a request means; asks them anew, all at the same time. Thread-safe. */
record WatchedContexts(ClusterAnswers clusters, Supplier<List<ServiceStatus>> services) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Returns the cluster of a context, or all.
   *
   * @throws RpcException if nobody watches the context
   */
  List<ClusterStatus> meant(@Nullable String context) {
    List<ClusterStatus> all = clusters.watched().get();
    if (context == null) {
      return all;
    }
    List<ClusterStatus> one = all.stream().filter(c -> c.context().equals(context)).toList();
    if (one.isEmpty()) {
      throw notWatched(context, all);
    }
    return one;
  }

  private RpcException notWatched(String context, List<ClusterStatus> watched) {
    List<String> stopped =
        services.get().stream()
            .filter(service -> context.equals(service.context()))
            .map(ServiceStatus::name)
            .toList();
    if (!stopped.isEmpty()) {
      return failed(
          ExitCode.SERVICE,
          "no active service uses context %s; start one: localport start %s"
              .formatted(context, stopped.getFirst()));
    }
    Collection<String> known = new TreeSet<>();
    watched.forEach(cluster -> known.add(cluster.context()));
    services.get().stream().map(ServiceStatus::context).forEach(used -> add(known, used));
    return failed(
        ExitCode.CONFIGURATION,
        "no active service uses context %s; %s"
            .formatted(
                context,
                known.isEmpty()
                    ? "no service is loaded: localport start"
                    : "known: " + String.join(", ", known)));
  }

  private static void add(Collection<String> known, @Nullable String context) {
    if (context != null) {
      known.add(context);
    }
  }

  private static RpcException failed(int exitCode, String message) {
    return new RpcException(
        RpcException.FAILED, message, JsonObject.builder().put("exit_code", exitCode).build());
  }

  /** Asks them all; one that does not answer makes nobody wait for longer than its patience. */
  void refresh(List<ClusterStatus> meant) throws InterruptedException {
    List<Callable<Boolean>> questions = new ArrayList<>();
    for (String context : meant.stream().map(ClusterStatus::context).distinct().toList()) {
      questions.add(() -> {
        clusters.asking().refresh(context, PATIENCE);
        return true;
      });
    }
    try (ExecutorService each = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> question : each.invokeAll(questions)) {
        if (question.state() == Future.State.FAILED) {
          throw new IllegalStateException(
              "a refresh that failed by a bug", question.exceptionNow());
        }
      }
    }
  }
}
