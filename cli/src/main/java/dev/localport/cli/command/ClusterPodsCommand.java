package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.PodInfo;
import dev.localport.cli.client.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport cluster pods}: the pods behind active services. */
public final class ClusterPodsCommand implements Callable<Integer> {
  private final ClusterArguments arguments = new ClusterArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public ClusterPodsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        arguments.addTo(
            Specs.command(
                this,
                "pods",
                "Show the pods behind active services.",
                "localport cluster pods -n shop"));
    return arguments.addNamespaceTo(spec);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    return new ClusterCommand(context, arguments, "list pods")
        .run(
            new ClusterQuestion(Methods.CLUSTER_PODS, "pods"),
            (view, answer, width) ->
                view.pods(answer.objects("pods").stream().map(PodInfo::from).toList(), width),
            "no such pod is known");
  }
}
