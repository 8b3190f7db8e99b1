package dev.localport.cli.render;

import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * What {@code status} shows first: the services below their contexts, trouble on top, and a summary
 * at the end.
 *
 * @param health whether checks and heartbeats are shown, too
 * @param stopped whether services that are stopped are listed, too
 * @param now what countdowns count from
 * @param zone the user's; asked only where a time is shown, since Java loads all of them at once
 */
record StatusGroups(boolean health, boolean stopped, Instant now, Supplier<ZoneId> zone) {
  private static final List<Standing> SUMMARY =
      List.of(
          Standing.UP,
          Standing.DEGRADED,
          Standing.CONNECTING,
          Standing.WAITING,
          Standing.FAILED,
          Standing.IDLE,
          Standing.STOPPED);

  /**
   * Returns the lines.
   *
   * @param width of the terminal; 0: any
   */
  List<String> lines(StatusReply status, int width, boolean colours) {
    Table table = Table.untitled(StatusRow.columns(health), "  ");
    List<StatusGroup> groups = StatusGroup.of(status, stopped);
    for (StatusGroup group : groups) {
      table.across(new StatusHeading(group, now, zone));
      for (ServiceStatus service : group.services()) {
        add(table, group, service);
      }
    }
    List<String> lines = new ArrayList<>();
    if (!groups.isEmpty()) {
      lines.addAll(table.lines(width, colours));
      lines.add("");
    }
    lines.addAll(summary(status.services(), width, colours));
    return lines;
  }

  private void add(Table table, StatusGroup group, ServiceStatus service) {
    new StatusRow(service, group.namespace(), health).rows().forEach(table::add);
    StatusRemark pending = StatusRemark.pending(service);
    if (pending != null) {
      table.across(pending);
    }
    StatusRemark remark = group.explains(service) ? null : StatusRemark.of(service, now);
    if (remark != null) {
      table.across(remark);
    }
  }

  private List<String> summary(List<ServiceStatus> services, int width, boolean colours) {
    List<Standing> all = services.stream().map(Standing::of).toList();
    StringBuilder line = new StringBuilder();
    for (Standing standing : SUMMARY) {
      int count = Collections.frequency(all, standing);
      if (count > 0) {
        line.append(line.isEmpty() ? "" : " · ").append(count).append(' ').append(standing.word());
      }
    }
    String hint = all.contains(Standing.STOPPED) && !stopped ? "(localport status --all)" : "";
    int edge = width > 0 ? width : Integer.MAX_VALUE;
    List<String> lines = new ArrayList<>(Wrapping.lines("", line.toString(), "", edge));
    String shown = colours ? Colour.DIM.paint(hint) : hint;
    if (!hint.isEmpty() && OneLine.width(lines.getLast()) + 1 + hint.length() > edge) {
      lines.add(shown);
    } else if (!hint.isEmpty()) {
      lines.add(lines.removeLast() + " " + shown);
    }
    return lines;
  }
}
