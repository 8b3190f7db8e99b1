package dev.localport.cli.command;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code localport cluster status}: how the clusters of active services are. */
public final class ClusterStatusCommand implements Callable<Integer> {
  private final ClusterArguments arguments =
      new ClusterArguments(
          "Only events seen within this time",
          "Maximum number of events per cluster, at most 100 (default: 5).",
          "Only events of this type");
  private final OptionSpec exitCode =
      Specs.flag("Exit with 3 if a cluster is degraded.", "--exit-code");
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
                "Show the clusters of active services.",
                "localport cluster status",
                "localport cluster status --context dev",
                "localport cluster status --watch")
            .addOption(exitCode));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    return new ClusterCommand(context, arguments, null)
        .run(
            new ClusterQuestion(Methods.CLUSTER_STATUS, "clusters"),
            (view, answer, width) -> view.clusters(ClusterQuestion.reports(answer), width),
            "no cluster is known",
            this::judge);
  }

  /* The worst of them; a cluster whose state is not known yet is not down. */
  private int judge(List<ClusterStatus> clusters) {
    if (clusters.stream().anyMatch(cluster -> cluster.state().isDown())) {
      return ExitCode.NETWORK;
    }
    boolean degraded =
        clusters.stream().anyMatch(cluster -> cluster.state() == ClusterState.DEGRADED);
    return degraded && Specs.isSet(exitCode) ? ExitCode.SERVICE : ExitCode.OK;
  }
}
