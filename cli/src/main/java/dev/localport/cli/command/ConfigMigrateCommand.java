package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.Output;
import dev.localport.config.ConfigFile;
import dev.localport.config.SearchResult;
import dev.localport.config.edit.ConfigMigration;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code localport config migrate}: prints a file of LocalPort 1.0 in today's words. */
public final class ConfigMigrateCommand implements Callable<Integer> {
  private final CommandContext context;

  /** Takes what every command is given. */
  public ConfigMigrateCommand(CommandContext context) {
    this.context = context;
  }

  /** Returns the model. */
  public CommandSpec spec() {
    return Specs.command(
        this,
        "migrate",
        "Print a LocalPort 1.0 file in the current format, with its comments.",
        "localport config migrate -c old.yaml > localport.yaml");
  }

  @Override
  public Integer call() throws CommandException {
    Output output = context.output();
    UserFile userFile = new UserFile(context.surroundings(), context.options().config());
    SearchResult.Found found = userFile.need();
    byte[] content = userFile.content(found.path());
    ConfigFile _ = userFile.loaded(found.path(), content);
    ConfigMigration.Migrated migrated =
        ConfigMigration.migrate(
            context.surroundings().label(found.path()),
            new String(content, StandardCharsets.UTF_8));
    output.document(migrated.text().stripTrailing());
    migrated.notes().forEach(output::note);
    return ExitCode.OK;
  }
}
