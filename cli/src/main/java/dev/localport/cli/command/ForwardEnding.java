package dev.localport.cli.command;

import dev.localport.api.ServiceStatus;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a forward is stopped, in words.
 *
 * @param isForeground whether it ends with its command
 * @param tag what all of its services have; null: none
 * @param isTagPreferred whether the tag is named where the names fit on a line, too
 */
record ForwardEnding(boolean isForeground, @Nullable String tag, boolean isTagPreferred) {
  private static final int LINE = 80;

  /** Returns the end of a forward of one service. */
  static ForwardEnding ofOne(boolean isForeground) {
    return new ForwardEnding(isForeground, null, false);
  }

  /** Returns how one service is stopped. */
  String one(ServiceStatus service) {
    return isForeground ? "Ctrl-C stops." : "To stop it: localport stop " + service.name();
  }

  /** Returns how several services are stopped. */
  String all(List<ServiceStatus> services) {
    if (isForeground) {
      return "Ctrl-C stops all.";
    }
    String stop = "To stop them: localport stop ";
    String names = services.stream().map(ServiceStatus::name).collect(Collectors.joining(" "));
    boolean areNamed = tag == null || (!isTagPreferred && (stop + names).length() <= LINE);
    return stop + (areNamed ? names : "--tag " + tag);
  }
}
