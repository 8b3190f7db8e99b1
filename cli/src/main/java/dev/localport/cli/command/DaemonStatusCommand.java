package dev.localport.cli.command;

import dev.localport.api.DaemonInfo;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.client.Found;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.StatusView;
import dev.localport.rpc.JsonObject;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon status}: whether it is running, for people and for scripts: 0 or 1. */
public final class DaemonStatusCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonStatusCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "status",
        "Show whether the daemon is running (exit code 0) or not (1).",
        "localport daemon status",
        "localport daemon status -o json");
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    ServiceState service = ServiceState.of(context.surroundings());
    return switch (context.daemons().look(CommandContext.NO_NOTIFICATIONS)) {
      case Found.None _ -> {
        DaemonState.NOT_RUNNING.with(service).print(output);
        yield ExitCode.GENERAL;
      }
      case Found.Unreachable lost -> {
        DaemonState.of(lost).with(service).print(output);
        yield ExitCode.GENERAL;
      }
      case Found.Running(DaemonClient daemon) -> {
        try (daemon) {
          print(daemon, service, output);
        }
        yield ExitCode.OK;
      }
    };
  }

  /* What every version of a daemon answers: no more of the reply is read than that. */
  private static void print(DaemonClient daemon, ServiceState service, Output output)
      throws CommandException {
    DaemonInfo info =
        DaemonInfo.from(daemon.call(Methods.STATUS, JsonObject.empty()).object("daemon"));
    JsonObject json = DaemonState.of(daemon).json();
    new DaemonState(
            StatusView.daemon(info),
            JsonObject.builder().putAll(json).putAll(info.toJson()).build())
        .with(service)
        .print(output);
    if (!daemon.speaksOurProtocol()) {
      output.note(daemon.otherProtocol());
    }
  }
}
