package dev.localport.config.edit;

import java.util.List;

/**
 * What of a file is exported.
 *
 * @param names services by name, also disabled ones
 * @param tags services by tag; without names and tags: all services
 * @param defaults whether {@code defaults} is exported
 * @param disabled whether services are that are disabled and not named
 */
public record ExportOptions(
    List<String> names, List<String> tags, boolean defaults, boolean disabled) {
  /** Copies the lists, so that options never change. */
  public ExportOptions {
    names = List.copyOf(names);
    tags = List.copyOf(tags);
  }
}
