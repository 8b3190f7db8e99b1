package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.NamedPort;
import dev.localport.api.TargetPlace;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.config.TargetKind;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the cluster has that a target may be: asked of a daemon that runs, with the context and the
 * namespace that stand on the line already. One that takes too long says so itself, within seconds.
 */
record CompletionTargets(CommandContext context, Completion completion) {
  /** Returns namespaces. */
  List<String> namespaces() {
    return list(JsonObject.builder().put("prefix", completion.begun()));
  }

  /**
   * Returns kinds, and behind a kind the objects of it. A word without a kind is a pod's name,
   * which costs a question only where it cannot become a kind.
   */
  List<String> names() {
    String begun = completion.begun();
    int slash = begun.indexOf('/');
    if (slash < 0) {
      List<String> kinds = kinds();
      return kinds.stream().anyMatch(kind -> kind.startsWith(begun))
          ? kinds
          : list(JsonObject.builder().put("kind", "pod").put("prefix", begun));
    }
    String front = begun.substring(0, slash + 1);
    try {
      String kind = ForwardTarget.kind(begun.substring(0, slash));
      String prefix = begun.substring(slash + 1);
      return list(JsonObject.builder().put("kind", kind).put("prefix", prefix)).stream()
          .map(name -> front + name)
          .toList();
    } catch (UsageException _) {
      return List.of(); // no kind
    }
  }

  private static List<String> kinds() {
    return Stream.of(TargetKind.values())
        .filter(kind -> kind != TargetKind.SELECTOR)
        .map(kind -> kind.word() + "/")
        .toList();
  }

  /** Returns the ports of the target that stands on the line, behind a local one that does. */
  List<String> ports() {
    String begun = completion.begun();
    String front = begun.substring(0, begun.lastIndexOf(':') + 1);
    List<String> ports = new ArrayList<>();
    for (NamedPort port : remotes()) {
      ports.add(front + port.number());
      if (port.name() != null) {
        ports.add(front + port.name());
      }
    }
    return ports;
  }

  private List<NamedPort> remotes() {
    try {
      ForwardTarget target = ForwardTarget.of(completion.before().positions().getFirst());
      return ask(
              Methods.TARGET_PORTS,
              JsonObject.builder().put("kind", target.kind()).put("name", target.name()))
          .objects("ports")
          .stream()
          .map(NamedPort::from)
          .toList();
    } catch (UsageException _) {
      return List.of(); // no target
    }
  }

  private List<String> list(JsonObject.Builder question) {
    return ask(Methods.LIST_TARGETS, question).texts("names");
  }

  private JsonObject ask(String method, JsonObject.Builder question) {
    try {
      Optional<DaemonClient> found = context.daemons().find(CommandContext.NO_NOTIFICATIONS);
      if (found.isEmpty()) {
        return JsonObject.empty();
      }
      try (DaemonClient daemon = found.get()) {
        return daemon.call(method, question.putAll(place().toJson()).build());
      }
    } catch (CommandException _) {
      return JsonObject.empty(); // an error amid a line that is being typed helps nobody
    }
  }

  private TargetPlace place() throws CommandException {
    return new TargetPlace(
        new UserFile(context.surroundings(), null).caller(),
        completion.before().find("--context"),
        completion.before().find("--namespace"));
  }
}
