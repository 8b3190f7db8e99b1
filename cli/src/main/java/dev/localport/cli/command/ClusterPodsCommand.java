package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.PodInfo;
import dev.localport.cli.client.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport cluster pods}: the pods behind active services. */
public final class ClusterPodsCommand implements Callable<Integer> {
  private final ClusterArguments arguments =
      new ClusterArguments(
          "Only pods that changed within this time",
          "Maximum number of pods; the last changed come first.",
          "Only pods with events of this type");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ClusterPodsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return arguments.addTo(
        Specs.command(
            this,
            "pods",
            "Show the pods of active services, with their changes and events.",
            "localport cluster pods",
            "localport cluster pods -n shop",
            "localport cluster pods --since 10m -o wide"));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    return new ClusterCommand(context, arguments, "list pods")
        .run(
            new ClusterQuestion(Methods.CLUSTER_PODS, "pods"),
            (view, answer, width) ->
                view.pods(answer.objects("pods").stream().map(PodInfo::from).toList(), width),
            "no such pod is known",
            _ -> ExitCode.OK);
  }
}
