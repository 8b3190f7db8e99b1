package dev.localport.daemon.services;

import java.util.List;

/**
 * Which services a selection means: names that exist, those that do not, and tags that no service
 * has.
 */
public record Selected(List<String> names, List<String> unknown, List<String> unknownTags) {
  /** Copies the lists, so that a selection never changes. */
  public Selected {
    names = List.copyOf(names);
    unknown = List.copyOf(unknown);
    unknownTags = List.copyOf(unknownTags);
  }
}
