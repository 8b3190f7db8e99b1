package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.Version;
import dev.localport.cli.render.Output;
import dev.localport.rpc.JsonObject;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport version}: of this program, and of the Java that runs it. */
public final class VersionCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public VersionCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this, "version", "Show the version.", "localport version", "localport version -o json");
  }

  @Override
  public Integer call() {
    Output output = context.output();
    String java = System.getProperty("java.version", "");
    if (output.isJson()) {
      output.result(
          JsonObject.builder().put("version", Version.current()).put("java", java).build());
    } else {
      output.result(List.of(line(), "java " + java));
    }
    return ExitCode.OK;
  }

  /** Returns {@code localport 0.1.0}. */
  public static String line() {
    return "localport " + Version.current();
  }
}
