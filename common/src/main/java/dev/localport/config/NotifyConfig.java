package dev.localport.config;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Notifications: programs or a desktop, and their events. At least one of {@code command} and
 * {@code desktop} is there.
 *
 * @param on the events, at least one
 * @param command the program and its arguments, which no shell reads; may hold secrets, and is not
 *     printed; empty: no program is run
 * @param desktop whether the desktop shows the notification
 * @param folder where the program runs; null: in the folder of the file that is loaded
 */
public record NotifyConfig(
    List<NotifyEvent> on, List<String> command, boolean desktop, @Nullable Path folder) {
  /** Notifications of the file that is loaded, not of one that it includes. */
  public NotifyConfig(List<NotifyEvent> on, List<String> command, boolean desktop) {
    this(on, command, desktop, null);
  }

  /** Copies the lists, so that it never changes. */
  public NotifyConfig {
    on = List.copyOf(on);
    command = List.copyOf(command);
  }

  /** Returns the program's name without its folder, or {@code desktop} if there is none. */
  public String label() {
    if (command.isEmpty()) {
      return "desktop";
    }
    Path name = Path.of(command.getFirst()).getFileName();
    return name == null ? command.getFirst() : name.toString();
  }

  @Override
  public String toString() {
    return on + " → " + label(); // arguments may be secret
  }
}
