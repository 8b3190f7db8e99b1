package dev.localport.daemon.services;

import dev.localport.api.Selection;
import dev.localport.daemon.state.DesiredState;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The files that could not be taken when the daemon came back, and the services of theirs that ran
 * before: they are still wanted, and begin when their file is loaded again. Confined to its owner.
 */
final class UnloadedFiles {
  private final List<Unread> files = new ArrayList<>();
  private final List<DesiredState.Wanted> services = new ArrayList<>();

  /** A file, and why it was not taken. */
  record Unread(DesiredState.Source origin, String why) {
    private boolean has(DesiredState.Wanted service) {
      return service.file() == null || service.file().equals(origin.file());
    }
  }

  /** Notes a file; the text of a command line will not come again, and is let go. */
  void add(Unread file) {
    if (file.origin().file() != null) {
      files.add(file);
    }
  }

  /** Lets a service wait for its file, if that was left out. */
  void await(DesiredState.Wanted service) {
    if (files.stream().anyMatch(file -> file.has(service))) {
      services.add(service);
    }
  }

  /** Called when a source is there now, and returns the services that may have waited for it. */
  List<DesiredState.Wanted> take(LoadedSource source) {
    if (!files.removeIf(file -> Objects.equals(file.origin().file(), source.file()))) {
      return List.of();
    }
    List<DesiredState.Wanted> back =
        services.stream()
            .filter(service ->
                service.file() == null
                    ? source.defines(service.name())
                    : service.file().equals(source.file()))
            .toList();
    services.removeAll(back);
    return back;
  }

  /** Lets services wait no longer, and returns their names. */
  List<String> giveUp(Selection selection) {
    List<DesiredState.Wanted> meant =
        services.stream()
            .filter(service -> selection.all() || selection.names().contains(service.name()))
            .toList();
    services.removeAll(meant);
    return meant.stream().map(DesiredState.Wanted::name).toList();
  }

  /** Returns the names of the services that wait for a file. */
  List<String> namesOf(@Nullable String file) {
    return services.stream()
        .filter(service -> service.file() == null || service.file().equals(file))
        .map(DesiredState.Wanted::name)
        .toList();
  }

  /** Returns a file as it was known, or null. */
  DesiredState.@Nullable Source find(@Nullable String file) {
    return files.stream()
        .map(Unread::origin)
        .filter(origin -> Objects.equals(origin.file(), file))
        .findFirst()
        .orElse(null);
  }

  /** Returns the files that services wait for. */
  List<DesiredState.Source> origins() {
    return files.stream()
        .filter(file -> services.stream().anyMatch(file::has))
        .map(Unread::origin)
        .toList();
  }

  /** Returns the services that wait. */
  List<DesiredState.Wanted> wanted() {
    return List.copyOf(services);
  }

  /** Returns for each file that services wait for what is wrong, and what to do. */
  List<String> notes() {
    List<String> notes = new ArrayList<>();
    for (Unread file : files) {
      List<String> names =
          services.stream().filter(file::has).map(DesiredState.Wanted::name).toList();
      if (!names.isEmpty()) {
        notes.add(
            "could not be loaded at startup: %s; its services (%s) start when it loads: localport start --config %s"
                .formatted(
                    file.why().replace("\n", "; "),
                    String.join(", ", names),
                    file.origin().file()));
      }
    }
    return notes;
  }
}
