package dev.localport.cli.command;

import dev.localport.api.ClusterRequest;
import dev.localport.api.ClusterStatus;
import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.ClusterView;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the {@code cluster} commands have in common: a question, and an answer that is shown once or
 * again and again.
 *
 * @param right that the cluster has to grant for it, {@code list events}: where it does not, that
 *     is said; null: what is shown says so itself
 */
record ClusterCommand(CommandContext context, ClusterArguments arguments, @Nullable String right) {
  private static final String NOTHING =
      "no cluster is watched: no service is active; start some: localport start";

  /** Gives the lines for an answer. */
  @FunctionalInterface
  interface Picture {
    /**
     * Returns the lines.
     *
     * @param width of the terminal; 0: any
     */
    List<String> lines(ClusterView view, JsonObject answer, int width);
  }

  /**
   * Asks and shows.
   *
   * @param empty what is said where there is nothing to show
   * @param judge gives the exit code for what is shown; a refresh that failed is {@link
   *     ExitCode#NETWORK} in any case
   */
  int run(
      ClusterQuestion question,
      Picture picture,
      String empty,
      ToIntFunction<List<ClusterStatus>> judge)
      throws CommandException, UsageException {
    Output output = context.output();
    ClusterRequest request = arguments.request(context.surroundings().clock().instant());
    if (arguments.watches()) {
      Watching.requireScreen(output);
      try (DaemonClient daemon = context.daemon()) {
        return watch(daemon, question, request, picture);
      }
    }
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = question.ask(daemon, request);
      print(output, question, answer, picture, empty);
      List<ClusterStatus> clusters = ClusterQuestion.clusters(answer);
      List<String> failed = view(output).notRefreshed(clusters, answer.texts("not_refreshed"));
      failed.forEach(output::error);
      return failed.isEmpty() ? judge.applyAsInt(clusters) : ExitCode.NETWORK;
    }
  }

  private int watch(
      DaemonClient daemon, ClusterQuestion question, ClusterRequest request, Picture picture)
      throws CommandException {
    Output output = context.output();
    ClusterRequest known = request.page(0).within(ClusterArguments.WATCHED_AGE_SECONDS);
    if (request.refresh()) { // once: a screen that is watched must not tire a cluster
      JsonObject _ = question.ask(daemon, request);
    }
    return Watching.run(
        context,
        daemon,
        asked -> {
          JsonObject answer = question.ask(asked, known);
          List<String> ages = view(output).ages(ClusterQuestion.clusters(answer), question.key());
          return columns -> {
            List<String> lines = new ArrayList<>(ages); // on top: a screen cuts the end
            lines.addAll(picture.lines(view(output), answer, columns));
            return lines;
          };
        },
        ClusterArguments.PAUSE);
  }

  private ClusterView view(Output output) {
    return new ClusterView(output, context.surroundings().clock().instant());
  }

  private void print(
      Output output, ClusterQuestion question, JsonObject answer, Picture picture, String empty) {
    if (output.isJson()) {
      output.result(answer);
      return;
    }
    ClusterView view = view(output);
    List<String> lines = picture.lines(view, answer, output.columns());
    output.painted(lines);
    List<ClusterStatus> clusters = ClusterQuestion.clusters(answer);
    if (clusters.isEmpty()) {
      output.note(NOTHING);
    } else if (lines.isEmpty()) {
      output.note(empty);
    }
    view.ages(clusters, question.key()).forEach(output::note);
    if (right != null) {
      view.remarks(clusters, right).forEach(output::note);
    }
  }
}
