package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.PodInfo;
import dev.localport.api.SeenEvent;
import dev.localport.cli.client.CommandException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code localport cluster events} and {@code localport cluster pods}: a list of what is known of
 * the clusters.
 */
public final class ClusterListCommand implements Callable<Integer> {
  private final CommandContext context;
  private final ClusterArguments arguments;
  private final ClusterQuestion question;
  private final ClusterCommand.Picture picture;
  private final String empty;

  private ClusterListCommand(
      CommandContext context,
      ClusterArguments arguments,
      ClusterQuestion question,
      ClusterCommand.Picture picture,
      String empty) {
    this.context = context;
    this.arguments = arguments;
    this.question = question;
    this.picture = picture;
    this.empty = empty;
  }

  /** Returns the model of {@code cluster events}: what happened in the clusters. */
  public static CommandSpec events(CommandContext context) {
    ClusterListCommand command =
        new ClusterListCommand(
            context,
            new ClusterArguments(
                "Only events seen within this time",
                "Maximum number of events.",
                "Only events of this type"),
            new ClusterQuestion(Methods.CLUSTER_EVENTS, "events"),
            (view, answer, width) ->
                view.events(answer.objects("events").stream().map(SeenEvent::from).toList(), width),
            "no such event is known");
    return command.spec(
        "Show cluster events, warnings first.",
        "localport cluster events",
        "localport cluster events --since 1h --type warning",
        "localport cluster events --context dev --refresh");
  }

  /** Returns the model of {@code cluster pods}: the pods behind active services. */
  public static CommandSpec pods(CommandContext context) {
    return new ClusterListCommand(
            context,
            new ClusterArguments(
                "Only pods that changed within this time",
                "Maximum number of pods; the last changed come first.",
                "Only pods with events of this type"),
            new ClusterQuestion(Methods.CLUSTER_PODS, "pods"),
            (view, answer, width) ->
                view.pods(answer.objects("pods").stream().map(PodInfo::from).toList(), width),
            "no such pod is known")
        .spec(
            "Show the pods of active services, with their changes and events.",
            "localport cluster pods",
            "localport cluster pods -n shop",
            "localport cluster pods --since 10m -o wide");
  }

  private CommandSpec spec(String description, String... examples) {
    CommandSpec spec = Specs.command(this, question.key(), description, examples);
    return arguments.addTo(spec);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    return new ClusterCommand(context, arguments, "list " + question.key())
        .run(question, picture, empty, _ -> ExitCode.OK);
  }
}
