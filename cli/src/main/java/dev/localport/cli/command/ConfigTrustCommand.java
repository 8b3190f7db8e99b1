package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.form.Problem;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport config trust}: lets a file that came along with a folder run programs and use
 * credentials, as it is now; a change takes that back.
 */
public final class ConfigTrustCommand implements Callable<Integer> {
  private final PositionalParamSpec file =
      Specs.word("FILE", "0", "1", "The configuration file; read it first.");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ConfigTrustCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "trust",
            "Allow a file in the current folder to run programs and use credentials.",
            "localport config trust localport.yaml")
        .addPositional(file);
  }

  @Override
  public Integer call() throws CommandException {
    CliEnvironment surroundings = context.surroundings();
    UserFile userFile = new UserFile(surroundings, null);
    Path path = surroundings.folder().resolve(String.valueOf(Specs.find(file))).normalize();
    byte[] content = userFile.content(path);
    ConfigFile config = userFile.loaded(path, content);
    new TrustConfirmation(surroundings).grant(path, content, config);
    Output output = context.output();
    for (Problem sensitive : config.sensitive()) {
      output.note(sensitive.toString());
    }
    output.result(
        surroundings.label(path)
            + (config.included().isEmpty()
                ? " is trusted until it changes"
                : " is trusted until it, or a file that it includes, changes"));
    return ExitCode.OK;
  }
}
