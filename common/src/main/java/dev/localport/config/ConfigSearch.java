package dev.localport.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Finds the user's file: the one that is named, else the first one that is there.
 *
 * <p>Reads no environment and no working folder of its own: the daemon looks for a user whose shell
 * has others. Immutable.
 *
 * @param environment the variables of the user's shell; an empty one counts as not set
 * @param home the user's home
 * @param current the folder that relative paths start from
 * @param isFile says whether a file exists; a folder is no file, a pipe is one
 */
public record ConfigSearch(
    Map<String, String> environment, Path home, Path current, Predicate<Path> isFile) {
  private static final Path MACHINE_WIDE = Path.of("/etc/localport/config.yaml");

  /** Copies the variables, so that a search never changes. */
  public ConfigSearch {
    environment = Map.copyOf(environment);
  }

  /**
   * Finds the file.
   *
   * @param named the value of {@code --config}, or null
   */
  public SearchResult find(@Nullable String named) {
    if (named != null) {
      return named(named, "--config");
    }
    String variable = environment.getOrDefault("LOCALPORT_CONFIG", "");
    return variable.isEmpty() ? usual() : named(variable, "$LOCALPORT_CONFIG");
  }

  private SearchResult named(String name, String by) {
    Path path = current.resolve(name).toAbsolutePath().normalize();
    return isFile.test(path)
        ? new SearchResult.Found(path, false)
        : new SearchResult.NamedMissing(path, by);
  }

  private SearchResult usual() {
    Path here = current.resolve("localport.yaml");
    List<Path> places =
        List.of(
            here,
            configHome().resolve("localport", "config.yaml"),
            home.resolve(".localport.yaml"),
            MACHINE_WIDE);
    return places.stream()
        .filter(isFile)
        .findFirst()
        .<SearchResult>map(
            path -> new SearchResult.Found(path.toAbsolutePath().normalize(), path.equals(here)))
        .orElseGet(() -> new SearchResult.Nowhere(places));
  }

  /** The XDG rules: a relative path there has to be ignored. */
  private Path configHome() {
    Path path = Path.of(environment.getOrDefault("XDG_CONFIG_HOME", ""));
    return path.isAbsolute() ? path : home.resolve(".config");
  }
}
