package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.imports.ImportException;
import dev.localport.cli.imports.Importer;
import dev.localport.cli.imports.Source;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says that the current folder has forwards which {@code config import} would add. */
final class ImportHint {
  private ImportHint() {}

  /** Returns a sentence with the command; nothing where there are none that can be read. */
  static Optional<String> find(CommandContext context) {
    List<String> labels = new ArrayList<>();
    try {
      for (Source source : new ImportSources(context.surroundings()).known()) {
        if (!Importer.read(List.of(source)).entries().isEmpty()) {
          labels.add(source.label());
        }
      }
    } catch (CommandException | ImportException _) {
      return Optional.empty(); // a hint only: config import says what is wrong
    }
    return labels.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "%s %s port forwards; add them: localport config import --merge%s"
                .formatted(
                    String.join(", ", labels),
                    labels.size() == 1 ? "has" : "have",
                    InitFile.option(context.options().config())));
  }
}
