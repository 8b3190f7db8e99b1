package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.SearchResult;
import dev.localport.config.edit.ConfigExport;
import dev.localport.config.edit.ExportOptions;
import dev.localport.config.form.YamlText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code localport config export}: the file in a form to hand on, without its secrets. */
public final class ConfigExportCommand implements Callable<Integer> {
  private static final String YAML = "yaml";
  private static final String JSON = "json";

  private final OptionSpec format =
      Specs.text("FORMAT", "yaml or json; yaml unless given.", "--format");
  private final OptionSpec services =
      Specs.texts("NAME", "This service alone; may be given several times.", "--service");
  private final OptionSpec tags =
      Specs.texts("TAG", "Services with this tag; may be given several times.", "-t", "--tag");
  private final OptionSpec noDefaults = Specs.flag("Leave the defaults out.", "--no-defaults");
  private final OptionSpec disabled = Specs.flag("Disabled services, too.", "--include-disabled");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ConfigExportCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "export",
            "Print the configuration file with variables kept and secrets masked.",
            "localport config export --tag data --format json")
        .addOption(format)
        .addOption(services)
        .addOption(tags)
        .addOption(noDefaults)
        .addOption(disabled);
  }

  @Override
  public Integer call() throws CommandException, UsageException {
    Output output = context.output();
    boolean json = isJson(output);
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    SearchResult.Found found = userFile.need();
    byte[] content = userFile.content(found.path());
    ConfigFile _ = userFile.loaded(found.path(), content);
    ExportOptions options =
        new ExportOptions(
            Specs.list(services),
            Specs.list(tags),
            !Specs.isSet(noDefaults),
            Specs.isSet(disabled));
    Map<String, Object> export =
        ConfigExport.of(
            new String(content, StandardCharsets.UTF_8),
            context.surroundings().environment(),
            options);
    if (export.get("services") instanceof List<?> list && list.isEmpty() && isSelecting(options)) {
      throw new CommandException(
          ExitCode.SERVICE,
          "no service of " + context.surroundings().label(found.path()) + " is meant by that");
    }
    print(output, export, json);
    return ExitCode.OK;
  }

  private boolean isJson(Output output) throws UsageException {
    String word = Specs.find(format);
    if (word != null && !word.equals(YAML) && !word.equals(JSON)) {
      throw new UsageException("--format: \"" + word + "\" is no format; use yaml or json");
    }
    return word == null ? output.isJson() : word.equals(JSON);
  }

  private static boolean isSelecting(ExportOptions options) {
    return !options.names().isEmpty() || !options.tags().isEmpty();
  }

  private static void print(Output output, Map<String, Object> export, boolean json) {
    if (json) {
      output.result(Specs.json(export));
    } else {
      output.document(YamlText.write(export).stripTrailing());
    }
  }
}
