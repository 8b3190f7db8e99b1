package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.FoundTargets;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.init.Additions;
import dev.localport.cli.init.Questions;
import dev.localport.cli.prompt.KeyQuestions;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code localport init}: writes a configuration from what the user's cluster has. */
public final class InitCommand implements Callable<Integer> {
  private final OptionSpec namespaces =
      Specs.texts(
          "NAMESPACE",
          "Look in this namespace. Can be repeated (default: the context's).",
          "-n",
          "--namespace");
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "The kube context (default: the current one).", "--context");
  private final OptionSpec selector =
      Specs.text("LABELS", "Only what has these labels, such as app=web.", "-l", "--selector");
  private final OptionSpec yes =
      Specs.flag("Ask nothing: take all services, and add what a file lacks.", "-y", "--yes");
  private final CommandContext context;

  /** Takes what every command is given. */
  public InitCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "init",
            "Write a configuration file from the services in your cluster.",
            "localport init",
            "localport init -n shop -n payments",
            "localport init --yes --context dev --selector team=orders")
        .addOption(namespaces)
        .addOption(kubeContext)
        .addOption(selector)
        .addOption(yes);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    boolean asks = !Specs.isSet(yes);
    if (asks && (!output.isTerminal() || output.isJson())) {
      throw new UsageException(
          "init asks questions on a terminal; without one: localport init --yes");
    }
    InitFile file = InitFile.of(context);
    ClusterSearch.Wanted wanted =
        new ClusterSearch.Wanted(
            Specs.name(kubeContext), Specs.names(namespaces), Specs.name(selector));
    ClusterSearch search = new ClusterSearch(context, "localport init -n NAME");
    if (!asks) {
      FoundTargets found = search.in(wanted);
      return write(output, file, found, file.additions(found, ClusterSearch.usual(found)));
    }
    try (Questions questions = questions(output)) {
      InitChoices choices = new InitChoices(context, questions);
      Optional<ClusterSearch.Wanted> where = choices.where(wanted, search);
      Optional<FoundTargets> found =
          where.isEmpty() ? Optional.empty() : Optional.of(search.in(where.get()));
      Optional<Additions> additions =
          found.flatMap(all -> choices.what(all).map(some -> file.additions(all, some)));
      if (additions.isEmpty() || !isAgreed(questions, file, additions.get())) {
        output.note("nothing was written");
        return ExitCode.INTERRUPTED;
      }
      return write(output, file, found.orElseThrow(), additions.get());
    }
  }

  private static boolean isAgreed(Questions questions, InitFile file, Additions additions) {
    return additions.names().isEmpty()
        || questions.confirm(file.preview(additions), file.question()).orElse(false);
  }

  private Questions questions(Output output) throws CommandException {
    if (!InteractiveScreen.isPossible(context, output)) {
      return new NumberQuestions(context.console(), output);
    }
    try {
      return KeyQuestions.open(output.colours());
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "the terminal cannot be used: " + e.getMessage() + "; use localport init --yes",
          e);
    }
  }

  private int write(Output output, InitFile file, FoundTargets found, Additions additions)
      throws CommandException {
    found.notes().forEach(output::note);
    boolean isWritten = !additions.names().isEmpty();
    if (isWritten) {
      file.write(additions);
    }
    if (output.isJson()) {
      output.result(json(file, found, additions));
      return ExitCode.OK;
    }
    output.result(file.summary(additions));
    String leftOut = ClusterSearch.leftOut(found);
    if (!leftOut.isEmpty()) {
      output.note("left out: " + leftOut);
    }
    if (!additions.known().isEmpty()) {
      output.note("already there: " + String.join(", ", additions.known()));
    }
    ImportHint.find(context).ifPresent(output::note);
    output.note("next: localport start" + file.option());
    return ExitCode.OK;
  }

  private static JsonObject json(InitFile file, FoundTargets found, Additions additions) {
    return JsonObject.builder()
        .put("file", file.label())
        .put("written", !additions.names().isEmpty())
        .put("context", found.context())
        .put("namespaces", found.namespaces())
        .put("services", additions.names())
        .put("existing", additions.known())
        .put(
            "left_out",
            JsonObject.builder()
                .put("external_name", found.externalNames())
                .put("no_tcp_port", found.withoutTcp())
                .build())
        .put("notes", found.notes())
        .build();
  }
}
