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
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The forwards that are ending. Whoever wants the name or a port of one waits for it, and nobody
 * else does. Thread-safe; nothing but the futures is to be waited for.
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

  /** Is done when no forward of these names is ending. */
  CompletableFuture<Void> of(Collection<String> names) {
    return over(shutdown -> names.contains(shutdown.name()));
  }

  /** Is done when nothing that is ending now stands in the way of a service. */
  CompletableFuture<Void> before(ServiceConfig service) {
    Set<Integer> ports = new HashSet<>();
    service.ports().stream().map(PortMapping::local).forEach(ports::add);
    return over(shutdown ->
        shutdown.name().equals(service.name())
            || shutdown.ports().stream().anyMatch(ports::contains));
  }

  /** Is done when all that is ending now has ended. */
  CompletableFuture<Void> all() {
    return over(_ -> true);
  }

  private CompletableFuture<Void> over(Predicate<Shutdown> meant) {
    return CompletableFuture.allOf(
        underWay.stream().filter(meant).map(Shutdown::over).toArray(CompletableFuture<?>[]::new));
  }
}
