package dev.localport.daemon.forward.local;

import dev.localport.api.Failure;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.config.ServiceConfig;
import dev.localport.daemon.host.PortHolder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the local ports of a service without connecting to them: a connection would be counted,
 * and would reach the pod.
 */
public final class LocalProbe {
  private LocalProbe() {}

  /**
   * How one port is.
   *
   * @param detail in words, if nothing prevents it
   * @param failure which other process has it, or null
   */
  public record Look(String detail, @Nullable Failure failure) {}

  /** Returns a look at each port, in the order of the configuration. */
  public static List<Look> look(ServiceConfig config, ServiceStatus status, PortHolder holder) {
    List<Look> looks = new ArrayList<>();
    for (int i = 0; i < config.ports().size(); i++) {
      PortStatus port = status.ports().get(i);
      looks.add(
          port.local().isEmpty()
              ? unbound(status, config.ports().get(i).local(), holder)
              : new Look(status.name() + " listens on " + addresses(port), null));
    }
    return looks;
  }

  private static String addresses(PortStatus port) {
    return port.local().stream()
        .map(PortStatus.Address::toString)
        .collect(Collectors.joining(" and "));
  }

  private static Look unbound(ServiceStatus status, int number, PortHolder holder) {
    String state = status.name() + " is " + status.state();
    if (number == 0) {
      return new Look(state + "; it uses any free port when it runs", null);
    }
    return holder
        .describe(number)
        .map(who -> new Look("", BindTrouble.taken("127.0.0.1:" + number, who)))
        .orElseGet(() -> new Look(state + "; no process was found on port " + number, null));
  }
}
