package dev.localport.daemon.services;

import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ServiceConfig;
import dev.localport.config.form.Problem;
import dev.localport.config.form.Severity;
import dev.localport.config.form.YamlText;
import dev.localport.daemon.kube.ShellLoan;
import dev.localport.daemon.state.DesiredState;
import dev.localport.paths.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Reads what services come from. A file may take its time: not for use under a lock. */
final class SourceReader {
  private final Map<String, Set<Path>> included = new ConcurrentHashMap<>();
  private final AtomicLong begun = new AtomicLong();
  private final Gate gate;

  /** Reads what {@code gate} lets through. */
  SourceReader(Gate gate) {
    this.gate = gate;
  }

  /**
   * Reads a file for a shell. A variable that it needs and that this shell does not have holds what
   * it held in the shell that loaded the file before: what runs with it continues.
   *
   * @param before how the file was loaded last, or null
   * @throws LoadException if it cannot be read, or is wrong
   */
  LoadedSource read(DesiredState.Source origin, DesiredState.@Nullable Source before)
      throws LoadException {
    LoadedSource read = read(origin);
    Map<String, String> missing = new HashMap<>();
    if (before != null) {
      missing.putAll(before.caller().variables());
      missing
          .keySet()
          .retainAll(
              read.unset().stream().flatMap(service -> service.variables().stream()).toList());
    }
    return missing.isEmpty() ? read : read(origin.knowing(missing));
  }

  /**
   * Reads a source.
   *
   * @throws LoadException if it cannot be read, or is wrong
   */
  LoadedSource read(DesiredState.Source origin) throws LoadException {
    long order = begun.incrementAndGet();
    byte[] content = content(origin);
    return switch (read(origin, content)) {
      case ConfigResult.Refused(var problems) -> throw LoadException.of(problems);
      case ConfigResult.Loaded(ConfigFile config) -> {
        gate.checkTrust(origin, content, config);
        yield new LoadedSource(
            origin,
            services(origin, config),
            config.unset(),
            config.clusters(),
            config.daemon(),
            config.values(),
            config.notes().stream()
                .filter(note -> note.severity() == Severity.WARNING)
                .map(Problem::toString)
                .toList(),
            order,
            loan(origin));
      }
    };
  }

  private ConfigResult read(DesiredState.Source origin, byte[] content) {
    Map<String, String> variables = origin.caller().variables();
    if (origin.file() == null) {
      return ConfigReader.read("command line", content, false, variables);
    }
    SourceAccess access = new SourceAccess(Path.of(origin.file()), new LinkedHashSet<>());
    ConfigResult result = ConfigReader.read(access, content, false, variables);
    included.put(origin.file(), Set.copyOf(access.asked()));
    return result;
  }

  /**
   * Returns the files that a file included when it was last read, whether they were there or not,
   * and whether it was taken or not: when one of them changes, it may be taken, or say something
   * else.
   */
  Set<Path> included(String file) {
    return included.getOrDefault(file, Set.of());
  }

  /** Forgets what a file included that is not loaded. */
  void forget(@Nullable String file) {
    if (file != null) {
      included.remove(file);
    }
  }

  private static ShellLoan loan(DesiredState.Source origin) {
    ShellLoan loan = new ShellLoan();
    loan.lend(origin.caller().environment());
    return loan;
  }

  private static List<ServiceConfig> services(DesiredState.Source origin, ConfigFile config) {
    String name = origin.name();
    return name == null || config.services().size() != 1
        ? config.services()
        : List.of(config.services().getFirst().named(name));
  }

  private static byte[] content(DesiredState.Source origin) throws LoadException {
    if (origin.text() != null) {
      return origin.text().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return RegularFile.beginning(Path.of(String.valueOf(origin.file())), YamlText.MOST_BYTES + 1);
    } catch (NoSuchFileException e) {
      throw LoadException.of("%s does not exist".formatted(origin.file()));
    } catch (IOException e) {
      throw LoadException.of("%s cannot be read: %s".formatted(origin.file(), e.getMessage()));
    }
  }
}
