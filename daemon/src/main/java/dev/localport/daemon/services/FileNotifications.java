package dev.localport.daemon.services;

import dev.localport.config.NotifyConfig;
import dev.localport.daemon.kube.ShellLoan;
import java.util.List;

/**
 * Whom a file wants to be notified of what.
 *
 * @param file its absolute path
 * @param entries at least one
 * @param shell the environment for the programs
 */
public record FileNotifications(String file, List<NotifyConfig> entries, ShellLoan shell) {
  /** Copies the list, so that it never changes. */
  public FileNotifications {
    entries = List.copyOf(entries);
  }
}
