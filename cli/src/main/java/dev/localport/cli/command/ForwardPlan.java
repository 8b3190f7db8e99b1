package dev.localport.cli.command;

import dev.localport.api.AdHoc;
import dev.localport.api.ExitCode;
import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.api.Methods;
import dev.localport.api.TargetPlace;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.config.Readiness;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
import java.util.List;

/**
 * What the cluster is asked for before several services are forwarded at once.
 *
 * @param services the services, as the daemon is asked for them
 * @param called what a person calls them until they have names
 * @param tag what all of them have
 */
record ForwardPlan(List<AdHoc> services, String called, String tag) {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  ForwardPlan {
    services = List.copyOf(services);
  }

  /**
   * Plans all Services of a namespace, and the StatefulSets to which none of them leads.
   *
   * @param eachPod whether each pod of a StatefulSet gets local ports of its own, too
   * @throws CommandException if there is none, or the cluster does not say
   */
  static ForwardPlan ofNamespace(
      CommandContext context, ClusterSearch.Wanted wanted, Readiness ready, boolean eachPod)
      throws CommandException, UsageException {
    Output output = context.output();
    FoundTargets found = search(context, wanted);
    found.notes().forEach(output::wrappedNote);
    String leftOut = ClusterSearch.leftOut(found);
    if (!leftOut.isEmpty()) {
      output.note("left out: " + leftOut);
    }
    String namespace = found.namespaces().getFirst();
    String tag = "ns/" + namespace;
    AdHocService.Place place = new AdHocService.Place(namespace, found.context(), ready);
    ForwardDraft draft = draft(context, place, tag);
    for (FoundTarget target : found.targets()) {
      boolean isSet = target.of() instanceof FoundTarget.StatefulSet;
      if (ClusterSearch.usual(found).contains(target) && !(isSet && eachPod)) {
        draft.add(target);
      }
    }
    for (FoundTarget target : found.targets()) {
      if (eachPod && target.of() instanceof FoundTarget.StatefulSet set) {
        draft.addPods(target, set.replicas());
      }
    }
    return new ForwardPlan(draft.services(), "the services of namespace " + namespace, tag)
        .requireSome("the StatefulSets of namespace " + namespace);
  }

  private static FoundTargets search(CommandContext context, ClusterSearch.Wanted wanted)
      throws CommandException {
    try {
      return new ClusterSearch(context, "localport forward -n NAME --all").in(wanted);
    } catch (CommandException e) {
      throw e.exitCode() == ExitCode.PERMISSION
          ? new CommandException(
              e.exitCode(), e.text() + "; name one instead: localport forward svc/NAME PORT", e)
          : e;
    }
  }

  /**
   * Plans each pod of one StatefulSet.
   *
   * @throws CommandException if there is none, or the cluster does not say
   */
  static ForwardPlan ofPods(
      CommandContext context, String set, List<ForwardPort> ports, AdHocService.Place place)
      throws CommandException, UsageException {
    String tag = "sts/" + set;
    ForwardDraft draft = draft(context, place, tag);
    draft.addPods(set, replicas(context, set, place), ports);
    return new ForwardPlan(draft.services(), "the pods of " + tag, tag)
        .requireSome("statefulset/" + set);
  }

  private static int replicas(CommandContext context, String set, AdHocService.Place place)
      throws CommandException {
    TargetPlace where =
        new TargetPlace(
            new UserFile(context.surroundings(), null).caller(),
            place.context(),
            place.namespace());
    JsonObject params =
        JsonObject.builder()
            .putAll(where.toJson())
            .put("kind", "statefulset")
            .put("name", set)
            .put("patient", true)
            .build();
    try (DaemonClient daemon = context.startedDaemon()) {
      return (int) daemon.call(Methods.TARGET_PORTS, params, PATIENCE).number("replicas");
    }
  }

  private static ForwardDraft draft(CommandContext context, AdHocService.Place place, String tag)
      throws CommandException {
    List<String> tags = List.of(tag);
    try (DaemonClient daemon = context.startedDaemon()) {
      RunningForwards running = RunningForwards.of(daemon, place, tags);
      return new ForwardDraft(place, tags, running, FreePorts.ofMachine());
    }
  }

  private ForwardPlan requireSome(String of) throws CommandException {
    if (services.isEmpty()) {
      throw new CommandException(ExitCode.SERVICE, of + " has no pods: replicas is 0");
    }
    return this;
  }
}
