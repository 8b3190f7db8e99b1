package dev.localport.daemon.services;

import dev.localport.config.PortMapping;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.forward.Forward;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The forwards that are ending. A service that wants the name or a port of one waits for it, and
 * nothing else does. Thread-safe; nothing but the futures is to be waited for.
 */
final class Shutdowns {
  private static final Logger log = LoggerFactory.getLogger(Shutdowns.class);

  private final Duration grace;
  private final Set<Shutdown> underWay = ConcurrentHashMap.newKeySet();

  private record Shutdown(String name, Set<Integer> ports, CompletableFuture<Void> over) {}

  /** Gives each forward so long to end; one that takes longer is given up, and said in the log. */
  Shutdowns(Duration grace) {
    this.grace = grace;
  }

  /** Begins the end of a forward. */
  void end(Forward forward) {
    String name = forward.config().name();
    Shutdown shutdown = new Shutdown(name, forward.localPorts(), new CompletableFuture<>());
    underWay.add(shutdown);
    forward.end();
    Thread.ofVirtual()
        .name("end-" + name)
        .start(() -> {
          try {
            if (!forward.awaitEnd(grace)) {
              log.atWarn().addKeyValue("service", name).log("forward did not stop in time");
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } finally {
            underWay.remove(shutdown);
            shutdown.over().complete(null);
          }
        });
  }

  /** Waits until no forward of these names is ending. */
  void await(Collection<String> names) throws InterruptedException {
    awaitDone(over(shutdown -> names.contains(shutdown.name())));
  }

  /**
   * Waits until all that is ending now has ended and {@code also} is done, no longer than for one
   * forward.
   */
  void awaitAll(CompletableFuture<Void> also) throws InterruptedException {
    CompletableFuture<Void> all = CompletableFuture.allOf(over(_ -> true), also);
    awaitDone(all.copy().completeOnTimeout(null, grace.toMillis(), TimeUnit.MILLISECONDS));
    if (!all.isDone()) {
      log.atWarn().log("forwards did not stop in time");
    }
  }

  private static void awaitDone(CompletableFuture<Void> done) throws InterruptedException {
    try {
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("neither an end nor a write fails", e);
    }
  }

  /** Is done when nothing that is ending now blocks a service. */
  CompletableFuture<Void> before(ServiceConfig service) {
    Set<Integer> ports = new HashSet<>();
    service.ports().stream().map(PortMapping::local).forEach(ports::add);
    return over(shutdown ->
        shutdown.name().equals(service.name())
            || shutdown.ports().stream().anyMatch(ports::contains));
  }

  private CompletableFuture<Void> over(Predicate<Shutdown> meant) {
    return CompletableFuture.allOf(
        underWay.stream().filter(meant).map(Shutdown::over).toArray(CompletableFuture<?>[]::new));
  }
}
