package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Methods;
import dev.localport.api.ReloadReply;
import dev.localport.api.ReloadReply.FileReload;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.client.DaemonClient;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport daemon reload}: all files again; a broken one changes nothing and is told. */
public final class DaemonReloadCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public DaemonReloadCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "reload",
        "Reload all configuration files. Unchanged services keep running.",
        "localport daemon reload");
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    try (DaemonClient daemon = context.daemon()) {
      JsonObject answer = daemon.call(Methods.RELOAD, JsonObject.empty());
      ReloadReply reply = ReloadReply.from(answer);
      if (output.isJson()) {
        output.result(answer);
      }
      reply.files().forEach(file -> print(output, file));
      if (reply.files().isEmpty()) {
        output.note("nothing to reload: no service comes from a file");
      }
      return reply.files().stream().allMatch(FileReload::isTaken)
          ? ExitCode.OK
          : ExitCode.CONFIGURATION;
    }
  }

  private void print(Output output, FileReload file) {
    String label = context.surroundings().label(Path.of(file.file()));
    file.problems().forEach(output::error);
    file.notes().forEach(output::note);
    if (!file.isTaken()) {
      output.error(label + " is invalid; the previous version stays active");
    } else if (!output.isJson()) {
      output.result(label + " loaded");
    }
  }
}
