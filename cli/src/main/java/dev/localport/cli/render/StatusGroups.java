package dev.localport.cli.render;

import dev.localport.api.ServiceStatus;
import dev.localport.api.StatusReply;
import dev.localport.cli.render.Table.Cell;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
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
  /**
   * Returns the lines.
   *
   * @param width of the terminal; 0: any
   */
  List<String> lines(StatusReply status, int width, boolean colours) {
    List<StatusGroup> groups = StatusGroup.of(status, stopped, StatusList.WORST_FIRST);
    List<String> lines = new ArrayList<>();
    if (!groups.isEmpty()) {
      entries(groups, width, colours).forEach(entry -> lines.addAll(entry.lines()));
      lines.add("");
    }
    lines.addAll(summary(status.services(), width, colours));
    return lines;
  }

  /** Returns the lines of each heading and of each service. */
  List<StatusList.Entry> entries(List<StatusGroup> groups, int width, boolean colours) {
    Table table = Table.untitled(StatusRow.columns(health), "  ");
    List<Optional<ServiceStatus>> owners = new ArrayList<>(); // of the rows; empty: a heading's
    List<Integer> counts = new ArrayList<>();
    for (StatusGroup group : groups) {
      table.across(new StatusHeading(group, now, zone));
      owners.add(Optional.empty());
      counts.add(1);
      for (ServiceStatus service : group.services()) {
        owners.add(Optional.of(service));
        counts.add(add(table, group, service));
      }
    }
    Iterator<List<String>> rows = table.linesByRow(width, colours).iterator();
    List<StatusList.Entry> entries = new ArrayList<>();
    for (int i = 0; i < owners.size(); i++) {
      List<String> lines = new ArrayList<>();
      for (int row = 0; row < counts.get(i); row++) {
        lines.addAll(rows.next());
      }
      entries.add(new StatusList.Entry(owners.get(i).orElse(null), lines));
    }
    return entries;
  }

  /* Returns how many rows it took. */
  private int add(Table table, StatusGroup group, ServiceStatus service) {
    List<List<Cell>> rows = new StatusRow(service, group.namespace(), health).rows();
    rows.forEach(table::add);
    boolean isAlone = group.waitingLike(service) == 1;
    StatusRemark pending = isAlone ? StatusRemark.pending(service) : null;
    if (pending != null) {
      table.across(pending);
    }
    StatusRemark remark = group.explains(service) ? null : StatusRemark.of(service, now);
    if (remark != null) {
      table.across(remark);
    }
    return rows.size() + (pending == null ? 0 : 1) + (remark == null ? 0 : 1);
  }

  private List<String> summary(List<ServiceStatus> services, int width, boolean colours) {
    boolean anyStopped = false;
    for (ServiceStatus service : services) {
      anyStopped |= Standing.of(service) == Standing.STOPPED;
    }
    String hint = anyStopped && !stopped ? "(localport status --all)" : "";
    int edge = width > 0 ? width : Integer.MAX_VALUE;
    List<String> lines =
        new ArrayList<>(Wrapping.lines("", StatusList.summary(services), "", edge));
    String shown = colours ? Colour.DIM.paint(hint) : hint;
    if (!hint.isEmpty() && OneLine.width(lines.getLast()) + 1 + hint.length() > edge) {
      lines.add(shown);
    } else if (!hint.isEmpty()) {
      lines.add(lines.removeLast() + " " + shown);
    }
    return lines;
  }
}
