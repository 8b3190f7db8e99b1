package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.PortStatus;
import dev.localport.api.PortStatus.Address;
import dev.localport.api.ServiceStatus;
import dev.localport.api.TrafficStatus;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One service below the heading of its context.
 *
 * @param namespace what the heading says, which is not said again
 * @param health whether its check and its heartbeats are shown, too
 */
record StatusRow(ServiceStatus service, @Nullable String namespace, boolean health) {
  /** As kubectl calls them. */
  private static final Map<String, String> KINDS =
      Map.of(
          "service", "svc",
          "statefulset", "sts",
          "deployment", "deploy",
          "daemonset", "ds",
          "replicaset", "rs");

  /** Returns the columns; what a terminal has no room for is left out from the right. */
  static List<Column> columns(boolean health) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("NAME", Cut.NAME));
    columns.add(new Column("STATE", Cut.NEVER));
    columns.add(new Column("LOCAL", Cut.NEVER, 1));
    if (health) {
      columns.add(new Column("HEALTH", Cut.NEVER, 2));
      columns.add(new Column("HEARTBEAT", Cut.NEVER, 3));
      columns.add(new Column("RECONNECTS", Cut.NEVER, 4));
    }
    columns.add(new Column("TARGET", Cut.FRONT, 5));
    columns.add(new Column("POD", Cut.FRONT, 6));
    columns.add(new Column("CONNECTIONS", Cut.NEVER, 7));
    return columns;
  }

  /** Returns a row for each port. */
  List<List<Cell>> rows() {
    List<List<Cell>> rows = new ArrayList<>();
    for (PortStatus port : service.ports()) {
      boolean isFirst = rows.isEmpty();
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(isFirst ? service.name() : ""));
      cells.add(isFirst ? state() : Cell.of(""));
      cells.add(Cell.of(local(port, isFirst)));
      if (health) {
        healthCells().forEach(cell -> cells.add(isFirst ? cell : Cell.of("")));
      }
      cells.add(Cell.of(target(port)));
      cells.add(Cell.of(isFirst ? pods() : ""));
      cells.add(Cell.of(isFirst ? open() : ""));
      rows.add(cells);
    }
    return rows;
  }

  private Cell state() {
    return Sign.of(service).before(word());
  }

  /** Returns the state in the words of people. */
  String word() {
    return switch (service.state()) {
      case "connected" -> connected();
      case "suspended" -> waiting();
      case "stopped" -> service.isUnusable() ? "invalid config" : "stopped";
      default -> service.state();
    };
  }

  private String connected() {
    Ailment ailment = Ailment.of(service);
    if (ailment != null) {
      return ailment.word();
    } else if (Sign.of(service) == Sign.SLOW) {
      return service.heartbeat().healthy() ? "slow" : "late";
    }
    return service.connectedSince() == null ? "up" : "up " + ServiceWords.uptime(service);
  }

  private String waiting() {
    String reason = service.reason();
    return reason == null || reason.equals("cluster_offline")
        ? "waiting"
        : reason.replace('_', ' ');
  }

  /* 127.0.0.1 is what a port without an address means; other addresses are shown whole. */
  private String local(PortStatus port, boolean isFirst) {
    if (port.local().isEmpty()) {
      return isFirst && service.localPort() != null ? ":" + service.localPort() : Table.NONE;
    }
    Address first = port.local().getFirst();
    boolean isLoopback = first.address().equals("127.0.0.1") || first.address().equals("::1");
    return isLoopback ? ":" + first.port() : first.toString();
  }

  private String target(PortStatus port) {
    String target = service.target();
    int slash = target.indexOf('/');
    String kind = slash < 0 ? "" : KINDS.getOrDefault(target.substring(0, slash), "");
    String brief = kind.isEmpty() ? target : kind + target.substring(slash);
    String own = service.namespace();
    boolean isSaid = own == null || own.equals(namespace);
    return (isSaid ? brief : own + "/" + brief) + ":" + port.remote();
  }

  private String pods() {
    List<String> pods = service.pods();
    int held = service.traffic().held();
    if (pods.isEmpty() && held > 0) {
      return held + " waiting";
    }
    return switch (pods.size()) {
      case 0 -> "";
      case 1 -> pods.getFirst();
      default -> pods.size() + " pods";
    };
  }

  private String open() {
    TrafficStatus traffic = service.traffic();
    String open = traffic.active() == 0 ? "" : traffic.active() + " open";
    if (traffic.held() == 0 || service.pods().isEmpty()) {
      return open;
    }
    return (open.isEmpty() ? "" : open + ", ") + traffic.held() + " waiting";
  }

  private List<Cell> healthCells() {
    HeartbeatStatus heartbeat = service.heartbeat();
    Double roundTrip = heartbeat.roundTripMillis();
    String ping = roundTrip == null ? Table.NONE : "ping " + Durations.millis(roundTrip);
    boolean isLate = heartbeat.sent() > 0 && !heartbeat.healthy();
    int again = service.reconnects();
    return List.of(
        ServiceWords.health(service),
        Cell.of(isLate ? heartbeat.missed() + " pings missed" : ping),
        Cell.of(again == 1 ? "1 reconnect" : again + " reconnects"));
  }
}
