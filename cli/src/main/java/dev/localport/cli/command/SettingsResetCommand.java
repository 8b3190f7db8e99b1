package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport settings reset}: what files say holds again. */
public final class SettingsResetCommand implements Callable<Integer> {
  private final PositionalParamSpec key =
      Specs.word("KEY", "0", "0..1", "The setting (default: all).");
  private final SettingsArguments arguments = new SettingsArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public SettingsResetCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return arguments.addTo(
        Specs.command(
                this,
                "reset",
                "Reset settings to the values in the files.",
                "localport settings reset",
                "localport settings reset reconnect.auto --service web")
            .addPositional(key));
  }

  @Override
  public Integer call() throws CommandException {
    JsonObject.Builder params = arguments.params(context);
    SettingsArguments.put(params, "key", Specs.find(key));
    try (DaemonClient daemon = context.startedDaemon()) {
      JsonObject answer = daemon.call(Methods.SETTINGS_RESET, params.build());
      return SettingsAnswer.print(context.output(), answer);
    }
  }
}
