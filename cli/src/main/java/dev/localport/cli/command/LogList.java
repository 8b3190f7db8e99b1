package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.render.LogFileView;
import dev.localport.cli.render.LogFileView.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** {@code logs --list}: the log files, with their size and age. They need no daemon. */
record LogList(CommandContext context) {
  private static final Pattern NAME = Pattern.compile("(.+)\\.log(\\.\\d+)?");

  /**
   * Prints them.
   *
   * @param service whose; null: all, the daemon's first
   */
  void print(@Nullable String service) throws CommandException {
    List<Row> rows =
        files().stream().filter(row -> service == null || service.equals(row.service())).toList();
    if (rows.isEmpty() && service != null && !isConfigured(service)) {
      throw new CommandException(
          ExitCode.SERVICE,
          "nothing was logged about %s; see: localport logs --list".formatted(service));
    }
    new LogFileView(context.output(), context.surroundings().clock().instant()).print(rows);
    if (rows.isEmpty() && !context.output().isJson()) {
      context.output().note("nothing was logged yet");
    }
  }

  private boolean isConfigured(String service) {
    return new CompletionValues(context)
        .configured().stream().anyMatch(one -> one.name().equals(service));
  }

  /** Returns all of them, the daemon's first, each log's newest first. */
  List<Row> files() throws CommandException {
    Path daemon = context.surroundings().places().daemonLog();
    List<Row> rows = new ArrayList<>(in(daemon.resolveSibling(""), true));
    rows.addAll(in(daemon.resolveSibling("services"), false));
    return rows;
  }

  private List<Row> in(Path folder, boolean isDaemons) throws CommandException {
    List<Row> rows = new ArrayList<>();
    try (Stream<Path> inside = Files.list(folder)) {
      for (Path file : inside.sorted().toList()) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.matches() && (!isDaemons || name.group(1).equals("daemon"))) {
          add(rows, file, isDaemons ? null : name.group(1));
        }
      }
    } catch (NoSuchFileException _) {
      return rows;
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.GENERAL,
          "%s cannot be read: %s".formatted(context.surroundings().label(folder), e.getMessage()),
          e);
    }
    return rows;
  }

  private void add(List<Row> rows, Path file, @Nullable String service) throws IOException {
    try {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      if (now.isRegularFile()) {
        String label = context.surroundings().label(file);
        rows.add(new Row(service, file, label, now.size(), now.lastModifiedTime().toInstant()));
      }
    } catch (NoSuchFileException _) {
      // was rotated meanwhile
    }
  }
}
