package dev.localport.cli.render;

import dev.localport.api.ClusterStatus;
import dev.localport.api.DaemonInfo;
import dev.localport.api.Durations;
import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** What {@code status} shows to people. */
public final class StatusView {
  private final Output output;
  private final boolean health;
  private final boolean stopped;

  /**
   * Prints to the output, in its format, which is not JSON.
   *
   * @param health whether checks and heartbeats are shown too
   * @param stopped whether services that are stopped are listed too; wide and text have everything
   */
  public StatusView(Output output, boolean health, boolean stopped) {
    this.output = output;
    this.health = health;
    this.stopped = stopped;
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
    if (output.format() == OutputFormat.TABLE && !status.services().isEmpty()) {
      return new StatusGroups(health, stopped, now, ZoneId::systemDefault)
          .lines(status, width, output.colours());
    }
    List<String> lines = new ArrayList<>();
    if (!status.services().isEmpty()) {
      lines.addAll(services(status.services(), now));
      lines.add("");
    }
    if (!status.clusters().isEmpty()) {
      lines.addAll(clusters(status.clusters(), now));
      lines.add("");
    }
    lines.add(daemon(status.daemon()));
    return lines;
  }

  private List<String> services(List<ServiceStatus> services, Instant now) {
    return output.format() == OutputFormat.TEXT
        ? new StatusText(health, now).lines(services)
        : new StatusTable(now).lines(services, 0, output.colours());
  }

  private List<String> clusters(List<ClusterStatus> clusters, Instant now) {
    Table table = new ClusterTable(output.format() == OutputFormat.WIDE, now).table(clusters);
    return output.format() == OutputFormat.TEXT ? table.blocks() : table.lines(0, output.colours());
  }

  /** Returns {@code daemon: pid 123, version 0.1.0, up 3m}. */
  public static String daemon(DaemonInfo daemon) {
    return "daemon: pid "
        + daemon.pid()
        + ", version "
        + daemon.version()
        + ", up "
        + Durations.show(Duration.ofSeconds(daemon.uptimeSeconds()));
  }
}
