package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport cluster status}: how the clusters of active services are. */
public final class ClusterStatusCommand implements Callable<Integer> {
  private final ClusterArguments arguments = new ClusterArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public ClusterStatusCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return arguments.addTo(
        Specs.command(
            this,
            "status",
            "Show how the clusters of active services are.",
            "localport cluster status --context dev"));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    return new ClusterCommand(context, arguments, null)
        .run(
            new ClusterQuestion(Methods.CLUSTER_STATUS, "clusters"),
            (view, answer, width) -> view.clusters(ClusterQuestion.clusters(answer), width),
            "no cluster is known");
  }
}
