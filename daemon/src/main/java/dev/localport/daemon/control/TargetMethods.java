package dev.localport.daemon.control;

import dev.localport.api.ExitCode;
import dev.localport.api.NamedPort;
import dev.localport.api.TargetPlace;
import dev.localport.config.TargetKind;
import dev.localport.daemon.kube.KubeContexts;
import dev.localport.daemon.kube.KubeShell;
import dev.localport.daemon.kube.TargetNames;
import dev.localport.daemon.kube.client.KubeException;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * {@code target.list} and {@code target.ports}: a shell waits for them amid a line, so the answer
 * is there within two seconds, or it is an error. {@code target.services} reads whole lists for a
 * person, and has ten; so has {@code target.ports} when a command asks. Thread-safe.
 *
 * <p>What takes longer continues: a credential plug-in that opened a browser is not killed by the
 * next Tab, and what it gets is there for the one after. It ends by the limits of its parts, and
 * there are few of them at once.
 */
public final class TargetMethods {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final int SEARCH = 5; // as long as so many look-ups
  private static final int MOST_AT_ONCE = 16;

  private final KubeContexts contexts;
  private final Duration limit;
  private final Semaphore free = new Semaphore(MOST_AT_ONCE);

  /** Asks the clusters of these contexts. */
  public TargetMethods(KubeContexts contexts) {
    this(contexts, LIMIT);
  }

  TargetMethods(KubeContexts contexts, Duration limit) {
    this.contexts = contexts;
    this.limit = limit;
  }

  JsonObject list(JsonObject params, RpcConnection from) throws InterruptedException {
    TargetPlace place = TargetPlace.from(params);
    TargetKind kind = params.has("kind") ? kind(params) : null;
    String prefix = params.text("prefix", "");
    List<String> names =
        ask(
            place,
            limit,
            target ->
                kind == null
                    ? target.namespaces(prefix)
                    : target.of(kind, place.namespace(), prefix));
    return JsonObject.builder().put("names", names).build();
  }

  JsonObject ports(JsonObject params, RpcConnection from) throws InterruptedException {
    TargetPlace place = TargetPlace.from(params);
    TargetKind kind = kind(params);
    String name = params.text("name");
    if (name.isEmpty()) {
      throw new RpcException(RpcException.INVALID_PARAMS, "name is empty");
    }
    return ask(
        place,
        params.flag("patient", false) ? limit.multipliedBy(SEARCH) : limit,
        target -> ports(target, kind, place.namespace(), name));
  }

  private static JsonObject ports(
      TargetNames target, TargetKind kind, @Nullable String namespace, String name)
      throws KubeException {
    List<NamedPort> ports = target.ports(kind, namespace, name);
    JsonObject.Builder answer =
        JsonObject.builder().put("ports", ports.stream().map(NamedPort::toJson).toList());
    if (kind == TargetKind.STATEFUL_SET) {
      answer.put("replicas", target.replicas(namespace, name));
    }
    return answer.build();
  }

  JsonObject services(JsonObject params, RpcConnection from) throws InterruptedException {
    TargetPlace place = TargetPlace.from(params);
    List<String> namespaces = params.texts("namespaces");
    String selector = params.findText("selector");
    return ask(place, limit.multipliedBy(SEARCH), target -> target.search(namespaces, selector))
        .toJson();
  }

  private static TargetKind kind(JsonObject params) {
    return TargetKind.find(params.text("kind"))
        .filter(kind -> kind != TargetKind.SELECTOR)
        .orElseThrow(
            () -> new RpcException(RpcException.INVALID_PARAMS, "kind must be one of " + kinds()));
  }

  private static String kinds() {
    return String.join(
        ", ",
        Arrays.stream(TargetKind.values())
            .filter(kind -> kind != TargetKind.SELECTOR)
            .map(TargetKind::word)
            .toList());
  }

  @FunctionalInterface
  private interface Query<T> {
    T ask(TargetNames target) throws KubeException;
  }

  private <T> T ask(TargetPlace place, Duration most, Query<T> question)
      throws InterruptedException {
    FutureTask<T> task = new FutureTask<>(() -> answer(place, question));
    if (!free.tryAcquire()) {
      throw RpcException.failed(
          ExitCode.NETWORK, MOST_AT_ONCE + " lookups are already waiting for their clusters");
    }
    Thread _ = Thread.ofVirtual().name("target-names").start(task);
    try {
      return task.get(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw RpcException.failed(
          ExitCode.NETWORK,
          "the cluster of %s did not respond within %d ms"
              .formatted(
                  place.context() == null ? "the current context" : "context " + place.context(),
                  most.toMillis()));
    } catch (ExecutionException e) {
      throw e.getCause() instanceof KubeException kube
          ? RpcException.failed(kube.failure().kind().exitCode(), kube.failure().message())
          : new IllegalStateException("a look-up that failed by a bug", e.getCause());
    }
  }

  private <T> T answer(TargetPlace place, Query<T> question) throws KubeException {
    try {
      return question.ask(contexts.open(KubeShell.of(place.caller()), place.context()).names());
    } finally {
      free.release();
    }
  }
}
