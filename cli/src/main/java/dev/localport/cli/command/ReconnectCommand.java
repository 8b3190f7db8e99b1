package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.api.Selection;
import dev.localport.cli.client.CommandException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport reconnect}: now, skipping any backoff; without names, all services. */
public final class ReconnectCommand implements Callable<Integer> {
  private final PositionalParamSpec names =
      Specs.words("NAME", "0..*", "0..*", "Services by name (default: all that run).");
  private final OptionSpec kubeContext =
      Specs.text("CONTEXT", "Only services in this kube context.", "--context");
  private final WaitArguments wait = new WaitArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public ReconnectCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return wait.addTo(
        Specs.command(
                this,
                "reconnect",
                "Reconnect now, skipping any backoff.",
                "localport reconnect",
                "localport reconnect web",
                "localport reconnect --context dev")
            .addPositional(names)
            .addOption(kubeContext));
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    List<String> named = Specs.names(names);
    Selection selection = new Selection(named, List.of(), named.isEmpty(), Specs.name(kubeContext));
    return ServicesCommand.again(
        context, Methods.RECONNECT, "reconnecting", selection, wait.waiting());
  }
}
