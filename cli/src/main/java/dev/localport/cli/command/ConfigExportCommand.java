package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.SearchResult;
import dev.localport.config.edit.ConfigExport;
import dev.localport.config.edit.ExportOptions;
import dev.localport.config.form.Suggestion;
import dev.localport.config.form.YamlText;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code localport config export}: the file in a form to hand on, without its secrets. */
public final class ConfigExportCommand implements Callable<Integer> {
  private static final String YAML = "yaml";
  private static final String JSON = "json";
  private static final List<String> NONE = List.of();

  private final OptionSpec format =
      Specs.text("FORMAT", "yaml or json (default: yaml).", "--format");
  private final OptionSpec services =
      Specs.texts("NAME", "Only this service. Can be repeated.", "--service");
  private final OptionSpec tags =
      Specs.texts("TAG", "Only services with this tag. Can be repeated.", "-t", "--tag");
  private final OptionSpec noDefaults = Specs.flag("Leave out defaults.", "--no-defaults");
  private final OptionSpec disabled =
      Specs.flag("Include disabled services.", "--include-disabled");
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
            "Print the configuration in effect. Variables stay, secrets are masked.",
            "localport config export --service web --no-defaults",
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
            Specs.names(services),
            Specs.names(tags),
            !Specs.isSet(noDefaults),
            Specs.isSet(disabled));
    String label = context.surroundings().label(found.path());
    requireKnown(
        options, export(found.path(), content, new ExportOptions(NONE, NONE, false, true)), label);
    Map<String, Object> export = export(found.path(), content, options);
    if (services(export).isEmpty() && isSelecting(options)) {
      throw new CommandException(
          ExitCode.SERVICE,
          "all services in %s that match are disabled; add --include-disabled".formatted(label));
    }
    print(output, export, json);
    return ExitCode.OK;
  }

  private Map<String, Object> export(Path path, byte[] content, ExportOptions options) {
    return ConfigExport.of(
        FileAccess.of(path, context.surroundings()),
        new String(content, StandardCharsets.UTF_8),
        context.surroundings().environment(),
        options);
  }

  private static List<?> services(Map<String, Object> export) {
    return export.get("services") instanceof List<?> list ? list : NONE;
  }

  /* Of the file as it is written: it may have services that cannot run. */
  private static void requireKnown(ExportOptions options, Map<String, Object> whole, String label)
      throws CommandException {
    Set<String> names = new TreeSet<>();
    Set<String> tags = new TreeSet<>();
    for (Object service : services(whole)) {
      if (service instanceof Map<?, ?> values) {
        names.add(String.valueOf(values.get("name")));
        (values.get("tags") instanceof List<?> list ? list : NONE)
            .forEach(tag -> tags.add(String.valueOf(tag)));
      }
    }
    requireKnown(options.names(), names, label);
    requireKnown(options.tags(), tags, label);
  }

  private static void requireKnown(List<String> words, Set<String> known, String label)
      throws CommandException {
    for (String word : words) {
      if (!known.contains(word)) {
        String all = known.isEmpty() ? "it has none" : "it has " + String.join(", ", known);
        throw new CommandException(
            ExitCode.SERVICE,
            "no service in %s matches \"%s\"; %s"
                .formatted(label, word, Suggestion.hint(word, known, all)));
      }
    }
  }

  private boolean isJson(Output output) throws UsageException {
    String word = Specs.find(format);
    if (word != null && !word.equals(YAML) && !word.equals(JSON)) {
      throw new UsageException("--format: invalid value \"%s\"; use yaml or json".formatted(word));
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
