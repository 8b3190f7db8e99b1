package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigResult;
import dev.localport.config.SearchResult;
import dev.localport.config.form.Problem;
import dev.localport.config.form.Severity;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport config validate}: says everything that is wrong with the file; asks no daemon.
 */
public final class ConfigValidateCommand implements Callable<Integer> {
  private final PositionalParamSpec file =
      Specs.word("FILE", "0", "0..1", "The configuration file (default: as for --config).");
  private final OptionSpec strict =
      Specs.flag("Treat unknown keys and shared local ports as errors.", "--strict");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ConfigValidateCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "validate",
            "Check the configuration file.",
            "localport config validate",
            "localport config validate team.yaml",
            "localport config validate --strict")
        .addPositional(file)
        .addOption(strict);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    UserFile userFile = new UserFile(context.surroundings(), named());
    SearchResult.Found found = userFile.need();
    String label = context.surroundings().label(found.path());
    byte[] content = userFile.content(found.path());
    Output output = context.output();
    return switch (userFile.read(found.path(), content, Specs.isSet(strict))) {
      case ConfigResult.Loaded(ConfigFile config) when !config.isWhole() -> {
        print(output, label, config.problems(), -1);
        yield ExitCode.CONFIGURATION;
      }
      case ConfigResult.Loaded(ConfigFile config) -> {
        print(output, label, config.notes(), config.services().size());
        tellTrust(output, found, content, config);
        yield ExitCode.OK;
      }
      case ConfigResult.Refused(List<Problem> problems) -> {
        print(output, label, problems, -1);
        yield ExitCode.CONFIGURATION;
      }
    };
  }

  private @Nullable String named() throws UsageException {
    String argument = Specs.find(file);
    String option = context.options().config();
    if (argument != null && option != null && !argument.equals(option)) {
      throw new UsageException(
          "two files, %s and --config %s: name one".formatted(argument, option));
    }
    return argument == null ? option : argument;
  }

  private void tellTrust(Output output, SearchResult.Found found, byte[] content, ConfigFile config)
      throws CommandException {
    TrustConfirmation trust = new TrustConfirmation(context.surroundings());
    if (trust.needsTrust(found, content, config)) {
      trust.refusals(found.path(), config).forEach(output::note);
    }
  }

  /** Prints the verdict; {@code services} is negative where the file cannot be used. */
  private static void print(Output output, String label, List<Problem> problems, int services) {
    boolean valid = services >= 0;
    if (output.isJson()) {
      output.result(
          JsonObject.builder()
              .put("file", label)
              .put("valid", valid)
              .put("services", valid ? services : null)
              .put("problems", problems.stream().map(ConfigValidateCommand::json).toList())
              .build());
      return;
    }
    List<String> lines = new ArrayList<>();
    for (Problem problem : problems) {
      lines.add(
          (problem.severity() == Severity.ERROR ? "" : problem.severity().word() + ": ") + problem);
    }
    if (valid) {
      lines.add(label + " is valid: " + services + (services == 1 ? " service" : " services"));
    }
    output.result(lines);
  }

  private static JsonObject json(Problem problem) {
    return JsonObject.builder()
        .put("severity", problem.severity().word())
        .put("file", problem.at().file())
        .put("line", problem.at().line())
        .put("column", problem.at().column())
        .put("path", problem.path())
        .put("wrong", problem.wrong())
        .put("right", problem.right())
        .build();
  }
}
