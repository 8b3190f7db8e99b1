package dev.localport.cli.render;

import dev.localport.api.ClusterStatus;
import dev.localport.api.DaemonInfo;
import dev.localport.api.Durations;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What {@code status} shows to people. */
public final class StatusView {
  private final Output output;
  private final boolean health;

  /**
   * Prints to the output, in its format, which is not JSON.
   *
   * @param health whether checks and heartbeats are shown too
   */
  public StatusView(Output output, boolean health) {
    this.output = output;
    this.health = health;
  }

  /** Prints the status as it is now. */
  public void print(StatusReply status, Instant now) {
    output.painted(lines(status, now, output.columns()));
  }

  /**
   * Returns the lines.
   *
   * @param width of the terminal; 0: any
   */
  public List<String> lines(StatusReply status, Instant now, int width) {
    List<String> lines = new ArrayList<>();
    if (!status.services().isEmpty()) {
      lines.addAll(services(status.services(), now, width));
      lines.add("");
    }
    if (!status.clusters().isEmpty()) {
      lines.addAll(clusters(status.clusters(), now, width));
      lines.add("");
    }
    lines.add(daemon(status.daemon()));
    return lines;
  }

  private List<String> services(List<ServiceStatus> services, Instant now, int width) {
    boolean wide = output.format() == OutputFormat.WIDE;
    return output.format() == OutputFormat.TEXT
        ? new StatusText(health, now).lines(services)
        : new StatusTable(wide, health, now).lines(services, width, output.colours());
  }

  private List<String> clusters(List<ClusterStatus> clusters, Instant now, int width) {
    Table table = new ClusterTable(output.format() == OutputFormat.WIDE, now).table(clusters);
    return output.format() == OutputFormat.TEXT
        ? table.blocks()
        : table.lines(width, output.colours());
  }

  /** Returns {@code daemon: pid 123, version 0.1.0, up 3 min}. */
  public static String daemon(DaemonInfo daemon) {
    return "daemon: pid "
        + daemon.pid()
        + ", version "
        + daemon.version()
        + ", up "
        + Durations.show(Duration.ofSeconds(daemon.uptimeSeconds()));
  }
}
