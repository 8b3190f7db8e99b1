package dev.localport.config;

import java.util.List;

/**
 * A file that can be used.
 *
 * @param file what the user calls it
 * @param services in the file's order; those that are not supported yet are left out
 * @param notes what the user should know, in the file's order: warnings only
 */
public record ConfigFile(String file, List<ServiceConfig> services, List<Problem> notes) {
  /** Copies the lists, so that a file never changes. */
  public ConfigFile {
    services = List.copyOf(services);
    notes = List.copyOf(notes);
  }
}
