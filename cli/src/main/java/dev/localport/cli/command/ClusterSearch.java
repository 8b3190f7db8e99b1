package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.api.Methods;
import dev.localport.api.TargetPlace;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Pages;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks the daemon, which is started for it, what a cluster has to forward to.
 *
 * @param context what the command is given
 * @param elsewhere the command that looks in another namespace, for a search that finds nothing
 */
record ClusterSearch(CommandContext context, String elsewhere) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /**
   * Where to look.
   *
   * @param context null: the current one
   * @param namespaces empty: the context's own
   * @param selector of labels; null: all
   */
  record Wanted(@Nullable String context, List<String> namespaces, @Nullable String selector) {
    Wanted {
      namespaces = List.copyOf(namespaces);
    }
  }

  /** Returns the namespaces of a context. */
  List<String> namespaces(@Nullable String of) throws CommandException {
    try (DaemonClient daemon = context.startedDaemon()) {
      JsonObject params = JsonObject.builder().putAll(place(of)).put("prefix", "").build();
      return daemon.call(Methods.LIST_TARGETS, params).texts("names");
    }
  }

  /**
   * Looks for something to forward to.
   *
   * @throws CommandException if there is nothing
   */
  FoundTargets in(Wanted wanted) throws CommandException {
    JsonObject params =
        JsonObject.builder()
            .putAll(place(wanted.context()))
            .put("namespaces", wanted.namespaces())
            .put("selector", wanted.selector())
            .build();
    FoundTargets found;
    try (DaemonClient daemon = context.startedDaemon()) {
      found =
          FoundTargets.from(
              Pages.all(daemon, Methods.TARGET_SERVICES, params, "targets", PATIENCE));
    }
    if (found.targets().isEmpty()) {
      throw new CommandException(ExitCode.SERVICE, nothing(found, wanted));
    }
    return found;
  }

  private String nothing(FoundTargets found, Wanted wanted) {
    String labels = wanted.selector() == null ? "" : " with the labels " + wanted.selector();
    return "no service with a TCP port in %s of context %s%s%s; name a namespace: %s"
        .formatted(
            found.namespaces().size() == 1
                ? "namespace " + found.namespaces().getFirst()
                : "namespaces " + String.join(", ", found.namespaces()),
            found.context(),
            labels,
            leftOut(found).isEmpty() ? "" : " (left out: " + leftOut(found) + ")",
            elsewhere);
  }

  /** Returns all Services, and the StatefulSets to which none of them leads. */
  static List<FoundTarget> usual(FoundTargets found) {
    return found.targets().stream()
        .filter(target ->
            switch (target.of()) {
              case FoundTarget.Service _ -> true;
              case FoundTarget.StatefulSet set -> set.services().isEmpty();
            })
        .toList();
  }

  /** Returns {@code 1 ExternalName, 2 without a TCP port}; empty where nothing was left out. */
  static String leftOut(FoundTargets found) {
    String external = found.externalNames() == 0 ? "" : found.externalNames() + " ExternalName";
    String other = found.withoutTcp() == 0 ? "" : found.withoutTcp() + " without a TCP port";
    return String.join(", ", List.of(external, other).stream().filter(s -> !s.isEmpty()).toList());
  }

  private JsonObject place(@Nullable String of) throws CommandException {
    UserFile file = new UserFile(context.surroundings(), null);
    return new TargetPlace(file.caller(), of, null).toJson();
  }
}
