package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.api.FoundTarget;
import dev.localport.api.FoundTargets;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.init.Additions;
import dev.localport.cli.init.Preview;
import dev.localport.cli.init.SearchedContext;
import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigResult;
import dev.localport.config.SearchResult;
import dev.localport.config.ServiceConfig;
import dev.localport.config.edit.ConfigEdit;
import dev.localport.config.edit.EditResult;
import dev.localport.config.form.Problem;
import dev.localport.paths.RegularFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The file that {@code init} writes or adds to. */
final class InitFile {
  private static final String USUAL = "localport.yaml";

  private final CliEnvironment surroundings;
  private final UserFile userFile;
  private final Map<String, String> environment;
  private final @Nullable String named;
  private final Path path;
  private final String label;
  private final FileAccess access;
  private final @Nullable String old;
  private final List<ServiceConfig> there;
  private final TrustConfirmation trust;
  private final boolean isTrusted;

  private InitFile(CommandContext context, UserFile userFile, Path path, @Nullable String old)
      throws CommandException {
    this.surroundings = context.surroundings();
    this.userFile = userFile;
    this.environment = surroundings.environment();
    this.named = context.options().config();
    this.path = path;
    this.label = surroundings.label(path);
    this.access = FileAccess.of(path, surroundings);
    this.old = old;
    this.trust = new TrustConfirmation(surroundings);
    ConfigFile file = old == null ? null : userFile.loaded(path, bytes(old));
    this.there = file == null ? List.of() : file.services();
    this.isTrusted =
        old != null
            && file != null
            && !file.sensitive().isEmpty()
            && userFile.search() instanceof SearchResult.Found found
            && found.here()
            && found.path().equals(path)
            && !trust.needsTrust(found, bytes(old), file);
  }

  /**
   * Chooses {@code --config}, else {@code ./localport.yaml}.
   *
   * @throws CommandException if it is there and cannot be used
   */
  static InitFile of(CommandContext context) throws CommandException {
    CliEnvironment surroundings = context.surroundings();
    String named = context.options().config();
    UserFile userFile = new UserFile(surroundings, named);
    Path path = surroundings.folder().resolve(named == null ? USUAL : named).normalize();
    if (PipedFile.is(path)) {
      throw new CommandException(
          ExitCode.CONFIGURATION,
          surroundings.label(path) + " is a pipe; name a file with --config");
    }
    return new InitFile(
        context,
        userFile,
        path,
        RegularFile.isThere(path)
            ? new String(userFile.content(path), StandardCharsets.UTF_8)
            : null);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Additions additions(FoundTargets found, Collection<FoundTarget> chosen) {
    String current = KubeconfigContexts.current(surroundings);
    String name = found.context();
    return Additions.of(
        new SearchedContext(
            name,
            current == null || current.equals(name),
            KubeconfigContexts.namespace(surroundings, name)),
        chosen,
        there);
  }

  /** Returns what the user calls it. */
  String label() {
    return label;
  }

  /** Returns what later commands need to find it: a blank and the option, or nothing. */
  String option() {
    return option(named);
  }

  /** As the other one, for a value of the option. */
  static String option(@Nullable String config) {
    return config == null
        ? ""
        : " --config " + new BashLine(List.of(), 0, BashLine.NONE).replacement(config);
  }

  /** Returns what is to be written, as it is shown. */
  Preview preview(Additions additions) {
    return new Preview(old == null ? additions.text().lines().toList() : additions.lines());
  }

  /** Returns the last question. */
  String question() {
    return old == null ? "Write " + label + "?" : "Add this to " + label + "?";
  }

  /** Returns what was done. */
  String summary(Additions additions) {
    int count = additions.names().size();
    String services = count == 1 ? "1 service" : count + " services";
    return count == 0
        ? label + " is unchanged"
        : (old == null ? "wrote " : "added to ") + label + ": " + services;
  }

  /**
   * Writes it.
   *
   * @throws CommandException if it cannot be written; what was there is unchanged then
   */
  void write(Additions additions) throws CommandException {
    String text = old == null ? additions.text() : added(old, additions);
    if (old == null && RegularFile.isThere(path)) {
      throw new CommandException(
          ExitCode.GENERAL, label + " was written by another program meanwhile; run init again");
    }
    switch (userFile.read(path, bytes(text), old == null)) {
      case ConfigResult.Refused(List<Problem> problems) ->
          throw new CommandException(ExitCode.CONFIGURATION, UserFile.lines(problems));
      case ConfigResult.Loaded(ConfigFile now) -> {
        ChangedFile.write(path, label, text);
        if (isTrusted) {
          trust.grant(path, bytes(text), now); // it was, and the user changed it
        }
      }
    }
  }

  private String added(String before, Additions additions) throws CommandException {
    List<String> lines = new ArrayList<>(additions.lines());
    if (!there.isEmpty()) {
      lines.addFirst("");
    }
    return switch (ConfigEdit.addEntries(access, before, environment, additions.names(), lines)) {
      case EditResult.Edited(String text) -> text;
      case EditResult.Refused(String why) ->
          throw new CommandException(ExitCode.CONFIGURATION, why);
    };
  }
}
