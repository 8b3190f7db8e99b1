package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport metrics}: what the daemon measures, as Prometheus reads it. */
public final class MetricsCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public MetricsCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "metrics",
        "Print the daemon's metrics in Prometheus text format.",
        "localport metrics");
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(Methods.METRICS_READ, JsonObject.empty());
      if (output.isJson()) {
        output.result(answer);
      } else {
        output.document(answer.text("text").stripTrailing());
      }
      return ExitCode.OK;
    }
  }
}
