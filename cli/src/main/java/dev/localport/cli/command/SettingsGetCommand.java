package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.SettingValue;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.OutputFormat;
import dev.localport.cli.render.SettingsTable;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code localport settings get}: what holds, and where each value comes from. */
public final class SettingsGetCommand implements Callable<Integer> {
  private final PositionalParamSpec key =
      Specs.word("KEY", "0", "0..1", "The setting (default: all).");
  private final SettingsArguments arguments = new SettingsArguments();
  private final CommandContext context;

  /** Takes what every command is given. */
  public SettingsGetCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return arguments.addTo(
        Specs.command(
                this,
                "get",
                "Show settings and where each value comes from.",
                "localport settings get",
                "localport settings get reconnect.max_attempts --service web")
            .addPositional(key));
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    JsonObject.Builder params = arguments.params(context);
    SettingsArguments.put(params, "key", Specs.find(key));
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(Methods.SETTINGS_GET, params.build());
      print(output, answer);
      answer.texts("notes").forEach(output::note);
      return ExitCode.OK;
    }
  }

  private static void print(Output output, JsonObject answer) {
    List<SettingValue> values =
        answer.objects("settings").stream().map(SettingValue::from).toList();
    if (output.isJson()) {
      output.result(answer);
    } else if (output.format() == OutputFormat.TEXT) {
      output.result(SettingsTable.plain(values));
    } else if (!values.isEmpty()) {
      boolean wide = output.format() == OutputFormat.WIDE;
      output.result(SettingsTable.lines(values, wide, output.columns()));
    }
  }
}
