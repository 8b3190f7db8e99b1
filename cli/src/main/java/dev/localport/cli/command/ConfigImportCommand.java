package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.imports.ImportException;
import dev.localport.cli.imports.Importer;
import dev.localport.cli.imports.Source;
import dev.localport.cli.imports.Written;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigResult;
import dev.localport.config.edit.ConfigEdit;
import dev.localport.config.edit.EditResult;
import dev.localport.config.form.Problem;
import dev.localport.paths.RegularFile;
import dev.localport.rpc.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * {@code localport config import}: writes a configuration from what was used before. Asks no daemon
 * and runs nothing.
 */
public final class ConfigImportCommand implements Callable<Integer> {
  private static final String TARGET = "localport.yaml";

  private final PositionalParamSpec files =
      Specs.words(
          "FILE",
          "0..*",
          "0..*",
          "Files to read; - is standard input (default: the scripts and tool files of this folder).");
  private final OptionSpec dryRun =
      Specs.flag("Print the configuration, write nothing.", "--dry-run");
  private final OptionSpec merge =
      Specs.flag("Add the services to a file that is there.", "--merge");
  private final CommandContext context;

  /** Takes what every command is given. */
  public ConfigImportCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
            this,
            "import",
            "Write a configuration from kubectl lines in scripts, and from other tools' files.",
            "localport config import --dry-run port-forward.sh",
            "localport config import Makefile skaffold.yaml",
            "grep port-forward ~/.bash_history | localport config import --dry-run -")
        .addPositional(files)
        .addOption(dryRun)
        .addOption(merge);
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    Target target = target();
    List<String> names = Specs.names(files);
    ImportSources sources = new ImportSources(context.surroundings());
    List<Source> read = names.isEmpty() ? sources.known() : sources.named(names);
    Importer.Found found = found(read);
    Written written =
        target.file() == null
            ? Written.fresh(found)
            : Written.additions(found, target.file(), target.old());
    tell(output, found, written, target, names.isEmpty());
    String text = text(target, written);
    boolean isWritten = !Specs.isSet(dryRun) && !written.names().isEmpty();
    if (isWritten) {
      ChangedFile.write(target.path(), target.label(), text);
    }
    print(output, found, written, target, text);
    if (isWritten) {
      tellTrust(output, target, text);
    }
    return ExitCode.OK;
  }

  /**
   * Where the services go.
   *
   * @param old what is there; empty where nothing is
   * @param file the same as it was read; null where nothing is
   */
  private record Target(Path path, String label, String old, @Nullable ConfigFile file) {}

  private Target target() throws CommandException {
    CliEnvironment surroundings = context.surroundings();
    String named = context.options().config();
    Path path = surroundings.folder().resolve(named == null ? TARGET : named).normalize();
    String label = surroundings.label(path);
    boolean isThere = RegularFile.isThere(path);
    if (isThere && !Specs.isSet(merge) && !Specs.isSet(dryRun)) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          label + " already exists; add to it with --merge, or look first with --dry-run");
    }
    if (!isThere || !Specs.isSet(merge)) {
      return new Target(path, label, "", null);
    }
    UserFile userFile = new UserFile(surroundings, named);
    byte[] content = userFile.content(path);
    ConfigFile file = userFile.loaded(path, content);
    return new Target(path, label, new String(content, StandardCharsets.UTF_8), file);
  }

  private static Importer.Found found(List<Source> sources) throws CommandException {
    if (sources.isEmpty()) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "no file of this folder has a port forward; name one: localport config import FILE;"
              + " files that can be imported: localport help import");
    }
    try {
      Importer.Found found = Importer.read(sources);
      if (found.entries().isEmpty()) {
        String labels = String.join(", ", sources.stream().map(Source::label).toList());
        throw new CommandException(
            ExitCode.CONFIGURATION,
            "no port forward found in %s; files that can be imported: localport help import"
                .formatted(labels));
      }
      return found;
    } catch (ImportException e) {
      throw new CommandException(ExitCode.CONFIGURATION, String.valueOf(e.getMessage()), e);
    }
  }

  private static void tell(
      Output output, Importer.Found found, Written written, Target target, boolean isSearched)
      throws CommandException {
    for (Importer.ReadFile file : found.files()) {
      String line = "%s: %s, %s".formatted(file.label(), file.format(), forwards(file.found()));
      if (isSearched) {
        output.note("read " + line);
      } else {
        output.detail("read " + line);
      }
    }
    written.notes().forEach(note -> output.note(note.toString()));
    written.missing().forEach(note -> output.note("not imported: " + note));
    for (String name : written.known()) {
      output.note("%s already has %s; left as it is".formatted(target.label(), name));
    }
  }

  private static String forwards(int count) {
    return count == 1 ? "1 forward" : count + " forwards";
  }

  private String text(Target target, Written written) throws CommandException {
    if (target.file() == null) {
      return written.text();
    } else if (written.lines().isEmpty()) {
      return target.old();
    }
    EditResult result =
        ConfigEdit.addEntries(
            FileAccess.of(target.path(), context.surroundings()),
            target.old(),
            context.surroundings().environment(),
            written.names(),
            written.lines());
    return switch (result) {
      case EditResult.Edited(String text) -> text;
      case EditResult.Refused(String why) ->
          throw new CommandException(ExitCode.CONFIGURATION, why);
    };
  }

  private void print(
      Output output, Importer.Found found, Written written, Target target, String text)
      throws CommandException {
    boolean isDry = Specs.isSet(dryRun);
    boolean isNothing = written.names().isEmpty() && written.known().isEmpty();
    if (output.isJson()) {
      output.result(json(found, written, target, isDry ? text : null));
    } else if (isDry) {
      output.document(text.stripTrailing());
    } else if (!written.names().isEmpty()) {
      output.result(summary(written, target));
    } else if (!isNothing) {
      output.result(target.label() + " is unchanged");
    }
    if (isNothing && !isDry) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          "nothing was written: no forward could be imported as it is; see them with --dry-run");
    }
  }

  private static String summary(Written written, Target target) {
    int count = written.names().size();
    String services = count == 1 ? "1 service" : count + " services";
    String missing =
        written.missing().isEmpty() ? "" : ", " + written.missing().size() + " not imported";
    return "%s %s: %s%s"
        .formatted(target.file() == null ? "wrote" : "added to", target.label(), services, missing);
  }

  private static JsonObject json(
      Importer.Found found, Written written, Target target, @Nullable String text) {
    return JsonObject.builder()
        .put("file", target.label())
        .put("written", text == null && !written.names().isEmpty())
        .put("sources", found.files().stream().map(ConfigImportCommand::json).toList())
        .put("services", written.names())
        .put("existing", written.known())
        .put("notes", written.notes().stream().map(ConfigImportCommand::json).toList())
        .put("not_imported", written.missing().stream().map(ConfigImportCommand::json).toList())
        .put("text", text)
        .build();
  }

  private static JsonObject json(Importer.ReadFile file) {
    return JsonObject.builder()
        .put("file", file.label())
        .put("format", file.format())
        .put("forwards", file.found())
        .build();
  }

  private static JsonObject json(Written.Note note) {
    return JsonObject.builder()
        .put("file", note.file())
        .put("line", note.line())
        .put("text", note.text())
        .build();
  }

  /* What was found in this folder may open ports or name kubeconfigs: its user has to agree. */
  private void tellTrust(Output output, Target target, String text) {
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    if (userFile.read(target.path(), content, false) instanceof ConfigResult.Loaded(ConfigFile file)
        && context.options().config() == null
        && !file.sensitive().isEmpty()) {
      for (Problem sensitive : file.sensitive()) {
        output.note(sensitive.toString());
      }
      output.note("read it, then allow that: localport config trust " + target.label());
    }
  }
}
