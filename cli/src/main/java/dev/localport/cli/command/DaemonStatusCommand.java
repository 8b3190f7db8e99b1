package dev.localport.cli.command;

import dev.localport.api.DaemonInfo;
import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.StatusReply;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.cli.render.StatusView;
import dev.localport.rpc.JsonObject;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon status}: whether it runs, for people and for scripts: 0 or 1. */
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
        "Show whether the daemon runs: exit code 0 or 1.",
        "localport daemon status -o json");
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    Optional<DaemonClient> found = context.daemons().find(CommandContext.DEAF);
    if (found.isEmpty()) {
      DaemonState.NOT_RUNNING.print(output);
      return ExitCode.GENERAL;
    }
    try (DaemonClient daemon = found.get()) {
      JsonObject answer = daemon.call(Methods.STATUS, JsonObject.empty());
      DaemonInfo info = StatusReply.from(answer).daemon();
      JsonObject json = DaemonState.of(daemon).json();
      new DaemonState(
              StatusView.daemon(info),
              JsonObject.builder().putAll(json).putAll(info.toJson()).build())
          .print(output);
      return ExitCode.OK;
    }
  }
}
