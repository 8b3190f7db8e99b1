package dev.localport.cli.command;

import dev.localport.api.ExitCode;
import dev.localport.cli.client.CliEnvironment;
import dev.localport.cli.client.CommandException;
import dev.localport.cli.imports.Source;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The files that {@code config import} reads: those that are named, or those of the folder. */
final class ImportSources {
  /** The limit in bytes: a long history fits. */
  static final int MOST_BYTES = 4 << 20;

  private static final int MOST_FILES = 100;
  private static final String STANDARD_INPUT = "-";

  /* Where people keep port forwards, below the current folder. */
  private static final List<String> KNOWN =
      List.of(
          "*.sh",
          "scripts/*.sh",
          "{GNUmakefile,makefile,Makefile}",
          "*.mk",
          "Procfile*",
          "{justfile,Justfile}",
          "{Taskfile,taskfile}.{yml,yaml}",
          "package.json",
          ".vscode/tasks.json",
          "skaffold.{yaml,yml}",
          "devspace.{yaml,yml}",
          "okteto.{yaml,yml}",
          "Tiltfile",
          ".kportal.yaml",
          "{docker-compose,compose}*.{yaml,yml}",
          ".mirrord/mirrord.{json,yaml}",
          ".github/workflows/*.{yaml,yml}");

  private final CliEnvironment surroundings;

  ImportSources(CliEnvironment surroundings) {
    this.surroundings = surroundings;
  }

  /**
   * Reads the named files; {@code -} is standard input.
   *
   * @throws CommandException if one cannot be read, is binary or empty
   */
  List<Source> named(List<String> names) throws CommandException {
    List<Source> sources = new ArrayList<>();
    for (String name : names) {
      if (name.equals(STANDARD_INPUT)) {
        sources.add(source(Path.of("/dev/stdin"), "(stdin)", ""));
      } else {
        Path path = surroundings.folder().resolve(name).normalize();
        String label = surroundings.label(path);
        sources.add(source(path, label, String.valueOf(path.getFileName())));
      }
    }
    return sources;
  }

  /**
   * Reads the files of the current folder that may have forwards; those that have no word of one
   * are left out.
   */
  List<Source> known() throws CommandException {
    List<Source> sources = new ArrayList<>();
    for (Path path : knownPaths()) {
      try {
        String text = text(RegularFile.bytes(path, MOST_BYTES));
        if (text.matches("(?s).*(port.?forward|kubefwd|mirrord|forwards?:|ports:).*")) {
          sources.add(
              new Source(surroundings.label(path), String.valueOf(path.getFileName()), text));
        }
      } catch (IOException e) {
        throw unreadable(surroundings.label(path), e);
      }
    }
    return sources;
  }

  private List<Path> knownPaths() throws CommandException {
    List<Path> paths = new ArrayList<>();
    for (String pattern : KNOWN) {
      int slash = pattern.lastIndexOf('/');
      Path folder =
          slash < 0
              ? surroundings.folder()
              : surroundings.folder().resolve(pattern.substring(0, slash));
      if (Files.isDirectory(folder)) {
        paths.addAll(matching(folder, pattern.substring(slash + 1)));
      }
    }
    return paths.subList(0, Math.min(paths.size(), MOST_FILES));
  }

  private List<Path> matching(Path folder, String pattern) throws CommandException {
    List<Path> paths = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, pattern)) {
      for (Path path : found) {
        if (Files.isRegularFile(path)) {
          paths.add(path);
        }
      }
    } catch (IOException e) {
      throw unreadable(surroundings.label(folder), e);
    }
    return paths.stream().sorted().toList();
  }

  private static Source source(Path path, String label, String name) throws CommandException {
    byte[] content;
    try {
      content =
          PipedFile.is(path)
              ? PipedFile.read(path, MOST_BYTES)
              : RegularFile.bytes(path, MOST_BYTES);
    } catch (IOException e) {
      throw unreadable(label, e);
    }
    for (byte one : content) {
      if (one == 0) {
        throw new CommandException(
            ExitCode.CONFIGURATION, label + " is a binary file; config import reads text");
      }
    }
    String text = text(content);
    if (text.isBlank()) {
      throw new CommandException(ExitCode.CONFIGURATION, label + " is empty");
    }
    return new Source(label, name, text);
  }

  /* Histories may have bytes that are no UTF-8: they are replaced, the other lines are right. */
  private static String text(byte[] content) {
    String text = new String(content, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static CommandException unreadable(String label, IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ ->
          new CommandException(ExitCode.CONFIGURATION, "file not found: " + label, cause);
      case AccessDeniedException _ ->
          new CommandException(ExitCode.PERMISSION, "no permission to read " + label, cause);
      default ->
          new CommandException(
              ExitCode.CONFIGURATION, label + " cannot be read: " + cause.getMessage(), cause);
    };
  }
}
