package dev.localport.cli.command;

import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport settings set}: one value, at once, until it is reset. */
public final class SettingsSetCommand implements Callable<Integer> {
  private final PositionalParamSpec key =
      Specs.word("KEY", "0", "1", "The setting: its path in the file, such as reconnect.auto.");
  private final PositionalParamSpec value =
      Specs.word("VALUE", "1", "1", "The value, as in the file.");
  private final SettingsArguments arguments = new SettingsArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public SettingsSetCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return arguments.addTo(
        Specs.command(
                this,
                "set",
                "Change a setting now, until you reset it. Connections stay open.",
                "localport settings set reconnect.auto false --context prod",
                "localport settings set keepalive_interval 10s")
            .addPositional(key)
            .addPositional(value));
  }

  @Override
  public Integer call() throws CommandException {
    JsonObject.Builder params = arguments.params(context);
    SettingsArguments.put(params, "key", Specs.find(key));
    SettingsArguments.put(params, "value", Specs.find(value));
    try (DaemonClient daemon = context.startedDaemon()) {
      JsonObject answer = daemon.call(Methods.SETTINGS_SET, params.build());
      return SettingsAnswer.print(context.output(), answer);
    }
  }
}
