package dev.localport.cli.command;

import dev.localport.api.ClusterRequest;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.SeenEvent;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.ClusterView;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code localport cluster events}: what happened in the clusters. A person gets the events that
 * touch active services, a script gets all of them.
 */
public final class ClusterEventsCommand implements Callable<Integer> {
  private final ClusterArguments arguments =
      new ClusterArguments(
          "Only events seen within this time",
          "Maximum number of events.",
          "Only events of this type");
  private final OptionSpec all =
      Specs.flag("Also events that do not touch your services.", "--all");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ClusterEventsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return arguments.addTo(
        Specs.command(
                this,
                "events",
                "Show the cluster events that touch your services, warnings first.",
                "localport cluster events",
                "localport cluster events --since 1h --type warning",
                "localport cluster events --all --context dev --refresh")
            .addOption(all));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    int most = arguments.limit();
    return new ClusterCommand(context, arguments, "list events")
        .run(
            new ClusterQuestion(Methods.CLUSTER_EVENTS, "events", this::asked),
            (view, answer, width) -> lines(view, answer, most, width),
            "no such event is known",
            _ -> ExitCode.OK);
  }

  /* A limit counts rows, and what is folded into one is known only here. */
  private ClusterRequest asked(ClusterRequest request) {
    if (context.output().isJson()) {
      return request;
    }
    ClusterRequest rows = request.limited(0);
    return Specs.isSet(all) ? rows : rows.onlyTouching();
  }

  private static List<String> lines(ClusterView view, JsonObject answer, int most, int width) {
    List<SeenEvent> events = answer.objects("events").stream().map(SeenEvent::from).toList();
    return view.events(events, answer.number("others", 0), most, width);
  }
}
