package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.SeenEvent;
import dev.localport.cli.client.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport cluster events}: what happened in the clusters, as far as it is known. */
public final class ClusterEventsCommand implements Callable<Integer> {
  private final ClusterArguments arguments = new ClusterArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public ClusterEventsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        arguments.addTo(
            Specs.command(
                this,
                "events",
                "Show what happened in the clusters, warnings first.",
                "localport cluster events --since 1h"));
    return arguments.addEventsTo(arguments.addNamespaceTo(spec));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    return new ClusterCommand(context, arguments, "list events")
        .run(
            new ClusterQuestion(Methods.CLUSTER_EVENTS, "events"),
            (view, answer, width) ->
                view.events(answer.objects("events").stream().map(SeenEvent::from).toList(), width),
            "no such event is known");
  }
}
