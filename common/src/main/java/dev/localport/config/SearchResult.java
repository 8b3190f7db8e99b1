package dev.localport.config;

import java.nio.file.Path;
import java.util.List;

/** Which file the user means. */
public sealed interface SearchResult {
  /**
   * A file is there.
   *
   * @param path absolute
   * @param here whether it is there because of the current folder: it may have come along with that
   */
  record Found(Path path, boolean here) implements SearchResult {}

  /**
   * A file was named and is not there: nothing else is taken instead.
   *
   * @param by what named it: {@code --config} or {@code $LOCALPORT_CONFIG}
   */
  record NamedMissing(Path path, String by) implements SearchResult {}

  /**
   * Nothing was named, and no file is in any of the usual places.
   *
   * @param looked the places, in their order
   */
  record Nowhere(List<Path> looked) implements SearchResult {
    /** Copies the list, so that a result never changes. */
    public Nowhere {
      looked = List.copyOf(looked);
    }
  }
}
