package dev.localport.daemon.services;

import dev.localport.config.FileValues;
import org.jspecify.annotations.Nullable;

/**
 * What a source says of values that can be set. Immutable.
 *
 * @param file its absolute path; null for a command line, and where nothing is loaded
 */
public record LoadedValues(FileValues values, @Nullable String file) {
  /** Nothing is loaded. */
  static final LoadedValues NONE = new LoadedValues(FileValues.NONE, null);

  static LoadedValues of(LoadedSource source) {
    return new LoadedValues(source.values(), source.file());
  }
}
