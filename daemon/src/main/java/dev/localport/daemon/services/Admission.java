package dev.localport.daemon.services;

import java.util.List;

/**
 * What the {@link Gate} said to services that are to start. Where one of them still has to be
 * confirmed, a command starts none: what the user did not agree to must not begin because of what
 * stands beside it.
 *
 * @param admitted those that may run, or run already
 * @param disabled those that never run, by their file
 * @param asking those that the user has to agree to first
 * @param unset those that cannot run, since variables of theirs are not set
 */
public record Admission(
    List<String> admitted, List<String> disabled, List<String> asking, List<String> unset) {
  /** Copies the lists, so that an admission never changes. */
  public Admission {
    admitted = List.copyOf(admitted);
    disabled = List.copyOf(disabled);
    asking = List.copyOf(asking);
    unset = List.copyOf(unset);
  }
}
