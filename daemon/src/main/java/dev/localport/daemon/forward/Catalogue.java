package dev.localport.daemon.forward;

import dev.localport.config.ConfigFile;
import dev.localport.config.ConfigReader;
import dev.localport.config.ConfigResult;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.journal.DesiredState;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The services that all sources define, by name: one daemon, many files. Confined to its owner.
 *
 * <p>A name stands for one service: a source that brings a name of another is refused whole.
 */
final class Catalogue {
  private final List<Source> sources = new ArrayList<>();

  /** A service and where it comes from. */
  record Entry(ServiceConfig service, Source source) {}

  /**
   * Reads a source anew, in the place of what it said before.
   *
   * @return what the reader noted
   * @throws LoadException if it cannot be read, is wrong, or brings a name that another source has
   */
  List<String> load(DesiredState.Source origin) throws LoadException {
    String label = origin.file() == null ? "command line" : origin.file();
    return switch (ConfigReader.read(label, content(origin), false)) {
      case ConfigResult.Refused(var problems) -> throw LoadException.of(problems);
      case ConfigResult.Loaded(ConfigFile config) -> {
        Source source = new Source(origin, config.services());
        checkNames(source);
        sources.removeIf(known -> isSame(known.origin(), origin));
        sources.add(source);
        yield config.notes().stream().map(Object::toString).toList();
      }
    };
  }

  private static byte[] content(DesiredState.Source origin) throws LoadException {
    if (origin.text() != null) {
      return origin.text().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Files.readAllBytes(Path.of(String.valueOf(origin.file())));
    } catch (NoSuchFileException e) {
      throw LoadException.of("%s does not exist".formatted(origin.file()));
    } catch (IOException e) {
      throw LoadException.of("%s cannot be read: %s".formatted(origin.file(), e.getMessage()));
    }
  }

  private static boolean isSame(DesiredState.Source known, DesiredState.Source other) {
    return known.file() == null
        ? other.file() == null && String.valueOf(known.text()).equals(other.text())
        : known.file().equals(other.file());
  }

  private void checkNames(Source source) throws LoadException {
    for (ServiceConfig service : source.services()) {
      for (Source other : sources) {
        if (!isSame(other.origin(), source.origin()) && defines(other, service.name())) {
          throw LoadException.of(
              "the name %s is taken: %s has it, and %s; rename one of them"
                  .formatted(service.name(), other.label(), source.label()));
        }
      }
    }
  }

  private static boolean defines(Source source, String name) {
    return source.services().stream().anyMatch(service -> service.name().equals(name));
  }

  /** Forgets the command lines of which no service runs any more; files stay. */
  void forget(String name, Set<String> running) {
    sources.removeIf(source ->
        source.isCommandLine()
            && defines(source, name)
            && source.services().stream().noneMatch(service -> running.contains(service.name())));
  }

  /** Returns all services in the order of their names. */
  Map<String, Entry> entries() {
    Map<String, Entry> entries = new TreeMap<>();
    for (Source source : sources) {
      for (ServiceConfig service : source.services()) {
        entries.put(service.name(), new Entry(service, source));
      }
    }
    return entries;
  }

  /** Returns the source of a file. */
  Optional<Source> find(@Nullable String file) {
    return sources.stream()
        .filter(source -> file != null && file.equals(source.file()))
        .findFirst();
  }

  /** Returns where the services come from, in the order of loading. */
  List<DesiredState.Source> origins() {
    return sources.stream().map(Source::origin).toList();
  }
}
