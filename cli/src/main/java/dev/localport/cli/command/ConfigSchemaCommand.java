package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.config.ConfigReader;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport config schema}: for editors, which then complete and check the file. */
public final class ConfigSchemaCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public ConfigSchemaCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "schema",
        "Print the JSON Schema of configuration files.",
        "localport config schema > localport.schema.json");
  }

  @Override
  public Integer call() {
    context.output().result(Specs.json(ConfigReader.schema()));
    return ExitCode.OK;
  }
}
