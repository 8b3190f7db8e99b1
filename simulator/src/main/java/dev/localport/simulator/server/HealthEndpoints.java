package dev.localport.simulator.server;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Answers {@code /readyz}: in one word, or each check when it is asked verbosely or one fails. */
final class HealthEndpoints {
  private static final List<String> PARTS =
      List.of("ping", "log", "etcd", "informer-sync", "poststarthook/rbac/bootstrap-roles");

  private HealthEndpoints() {}

  static void answer(Exchange exchange, Set<String> failed) {
    if (failed.isEmpty() && !exchange.has("verbose")) {
      exchange.text("ok");
      return;
    }
    Set<String> parts = new LinkedHashSet<>(PARTS);
    parts.addAll(failed);
    String lines =
        parts.stream()
            .map(part ->
                failed.contains(part)
                    ? "[-]%s failed: reason withheld\n".formatted(part)
                    : "[+]%s ok\n".formatted(part))
            .collect(Collectors.joining());
    if (failed.isEmpty()) {
      exchange.text(lines + "readyz check passed\n");
    } else {
      exchange.send(500, "text/plain; charset=utf-8", lines + "readyz check failed\n");
    }
  }
}
