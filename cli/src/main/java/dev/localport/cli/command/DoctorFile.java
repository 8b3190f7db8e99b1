package dev.localport.cli.command;

import dev.localport.cli.client.CommandException;
import dev.localport.cli.doctor.ConfigFacts;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigResult;
import dev.localport.config.SearchResult;
import dev.localport.config.form.Problem;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The configuration file as {@code doctor} sees it: no mistake in it ends the command.
 *
 * @param path null where there is none that can be read
 * @param config what it says; null where it cannot be used
 */
record DoctorFile(@Nullable Path path, @Nullable ConfigFile config, ConfigFacts facts) {
  static DoctorFile look(CommandContext context) {
    UserFile file = new UserFile(context.surroundings(), context.options().config());
    return switch (file.search()) {
      case SearchResult.Nowhere _ -> none(ConfigFacts.State.NONE, "configuration", List.of());
      case SearchResult.NamedMissing(Path path, String by) ->
          none(
              ConfigFacts.State.UNREADABLE,
              context.surroundings().label(path),
              List.of(
                  "config file not found: %s (from %s)"
                      .formatted(context.surroundings().label(path), by)));
      case SearchResult.Found found -> read(context, file, found);
    };
  }

  private static DoctorFile none(ConfigFacts.State state, String label, List<String> problems) {
    return new DoctorFile(null, null, new ConfigFacts(state, label, problems, 0));
  }

  private static DoctorFile read(CommandContext context, UserFile file, SearchResult.Found found) {
    Path path = found.path();
    String label = context.surroundings().label(path);
    try {
      byte[] content = file.content(path);
      return switch (file.read(path, content, false)) {
        case ConfigResult.Refused(List<Problem> problems) ->
            new DoctorFile(
                path,
                null,
                new ConfigFacts(
                    ConfigFacts.State.INVALID,
                    label,
                    problems.stream().map(Problem::toString).toList(),
                    0));
        case ConfigResult.Loaded(ConfigFile config) -> {
          TrustConfirmation trust = new TrustConfirmation(context.surroundings());
          boolean untrusted = trust.needsTrust(found, content, config);
          yield new DoctorFile(
              path,
              untrusted ? null : config, // its kubeconfig and commands are not used either
              new ConfigFacts(
                  untrusted ? ConfigFacts.State.UNTRUSTED : ConfigFacts.State.USABLE,
                  label,
                  untrusted
                      ? trust.refusals(path, config)
                      : FileWarnings.of(config, label, path).lines(),
                  config.services().size()));
        }
      };
    } catch (CommandException e) {
      return none(ConfigFacts.State.UNREADABLE, label, List.of(e.text()));
    }
  }
}
