package dev.localport.daemon.services;

import java.util.List;

/** Which services a selection means: names that exist, and those that do not. */
public record Selected(List<String> names, List<String> unknown) {
  /** Copies the lists, so that a selection never changes. */
  public Selected {
    names = List.copyOf(names);
    unknown = List.copyOf(unknown);
  }
}
