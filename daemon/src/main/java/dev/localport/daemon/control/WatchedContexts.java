package dev.localport.daemon.control;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ExitCode;
import dev.localport.api.ServiceStatus;
import dev.localport.config.form.Suggestion;
import dev.localport.rpc.RpcException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The clusters that a request means; queries them again, all at the same time. Thread-safe. */
record WatchedContexts(ClusterAnswers clusters, Supplier<List<ServiceStatus>> services) {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration SHORT_PATIENCE = Duration.ofSeconds(5);

  /**
   * Returns the cluster of a context, or all.
   *
   * @throws RpcException if nothing watches the context
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
      return RpcException.failed(
          ExitCode.SERVICE,
          "no active service uses context %s; start one: localport start %s"
              .formatted(context, stopped.getFirst()));
    }
    Collection<String> known = new TreeSet<>();
    watched.forEach(cluster -> known.add(cluster.context()));
    services.get().stream().map(ServiceStatus::context).forEach(used -> add(known, used));
    return RpcException.failed(
        ExitCode.CONFIGURATION,
        "no active service uses context %s; %s"
            .formatted(
                context,
                Suggestion.hint(
                    context,
                    known,
                    known.isEmpty()
                        ? "no service is loaded: localport start"
                        : "known: " + String.join(", ", known))));
  }

  private static void add(Collection<String> known, @Nullable String context) {
    if (context != null) {
      known.add(context);
    }
  }

  private interface Question {
    boolean ask(String context) throws InterruptedException;
  }

  /**
   * Asks them all; one that does not answer delays the caller no longer than its patience.
   *
   * @return the contexts that did not answer
   */
  List<String> refresh(List<ClusterStatus> meant) throws InterruptedException {
    return ask(
        meant.stream()
            .filter(cluster -> cluster.state() != ClusterState.DISABLED)
            .map(ClusterStatus::context),
        context -> clusters.asking().refresh(context, PATIENCE));
  }

  /**
   * Asks them all for events where those that are known are older; what is late comes next time.
   */
  void refreshEvents(List<ClusterStatus> meant, Duration maxAge) throws InterruptedException {
    Set<String> known =
        meant.stream()
            .filter(WatchedContexts::knowsEvents)
            .map(ClusterStatus::context)
            .collect(Collectors.toSet());
    List<String> _ =
        ask(
            meant.stream().map(ClusterStatus::context),
            context -> {
              Duration patience = known.contains(context) ? SHORT_PATIENCE : PATIENCE;
              clusters.events().refresh(context, maxAge, patience);
              return true;
            });
  }

  private static boolean knowsEvents(ClusterStatus cluster) {
    return cluster.cached().stream()
        .anyMatch(kept -> kept.resource().equals("events") && kept.lastUpdated() != null);
  }

  /** Returns the contexts that did not answer. */
  private static List<String> ask(Stream<String> meant, Question question)
      throws InterruptedException {
    List<String> each = meant.distinct().toList();
    List<String> silent = new ArrayList<>();
    List<Callable<Boolean>> questions = new ArrayList<>();
    for (String context : each) {
      questions.add(() -> question.ask(context));
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Boolean>> asked = threads.invokeAll(questions);
      for (int i = 0; i < asked.size(); i++) {
        Future<Boolean> answer = asked.get(i);
        if (answer.state() == Future.State.FAILED) {
          throw new IllegalStateException("a refresh that failed by a bug", answer.exceptionNow());
        }
        if (!answer.resultNow()) {
          silent.add(each.get(i));
        }
      }
    }
    return silent;
  }
}
