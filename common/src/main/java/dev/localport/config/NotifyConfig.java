package dev.localport.config;

import java.util.List;

/**
 * A command that is told of events.
 *
 * @param on the events, at least one
 * @param command the program and its arguments, which no shell reads; may hold secrets, and is not
 *     printed
 */
public record NotifyConfig(List<NotifyEvent> on, List<String> command) {
  /** Copies the lists, so that it never changes. */
  public NotifyConfig {
    on = List.copyOf(on);
    command = List.copyOf(command);
  }

  @Override
  public String toString() {
    return on + " → " + command.getFirst();
  }
}
