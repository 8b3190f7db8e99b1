package dev.localport.cli.command;

import dev.localport.api.Selection;
import dev.localport.api.StartRequest;
import dev.localport.api.Waiting;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code localport start}: loads the user's file, starts services, and waits until they are up. */
public final class StartCommand implements Callable<Integer> {
  private final SelectionArguments which = new SelectionArguments();
  private final WaitArguments wait = new WaitArguments();
  private final OptionSpec yes =
      Specs.flag("Start services with confirm: true without asking.", "--yes");
  private final CommandContext context;

  /** Takes what every command is given. */
  public StartCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    CommandSpec spec =
        Specs.command(
            this,
            "start",
            "Start services and wait until they are up.",
            "localport start",
            "localport start orders-db --timeout 30",
            "localport start --tag data --no-wait");
    spec.usageMessage()
        .description(
            spec.usageMessage().description()[0],
            "Without NAME, --tag or --all, it starts the services of your configuration file, except"
                + " those with autostart: false.");
    return wait.addTo(which.addTo(spec)).addOption(yes);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    UserFile.Chosen file = userFile.findChecked(output);
    Selection selection = which.selection();
    if (file == null && SelectionArguments.isEmpty(selection)) {
      throw new UsageException(
          "nothing to start: no name, no tag, and no configuration file; write one:"
              + " localport init, or name a file with --config");
    }
    Waiting waiting = wait.waiting();
    StartRequest request =
        StartRequest.of(selection, file == null ? userFile.caller() : file.caller())
            .loading(file == null ? null : file.path().toString())
            .saying(file == null ? null : file.text())
            .waiting(waiting);
    try (ActingProgress progress = progress(output, waiting);
        DaemonClient daemon = context.startedDaemon(progress, progress.news())) {
      StartRequest agreed = Specs.isSet(yes) ? request.withConsent() : request;
      JsonObject answer =
          new Starting(output, progress, "the services keep starting in the background")
              .start(daemon, agreed)
              .answer();
      FileWarnings printed = file == null ? FileWarnings.NONE : file.warnings();
      return new ActingAnswer(output, answer, progress, printed).print();
    }
  }

  private ActingProgress progress(Output output, Waiting waiting) {
    return new ActingProgress(
        output, "starting", context.surroundings().clock(), !waiting.patience().isZero());
  }
}
