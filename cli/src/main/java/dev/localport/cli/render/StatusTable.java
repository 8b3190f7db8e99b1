package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.PortStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.api.TrafficStatus;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Column;
import dev.localport.cli.render.Table.Cut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The table of {@code status -o wide}: a row a port with everything that is known, and below a
 * service that does not work, why.
 *
 * @param now what countdowns count from
 */
record StatusTable(Instant now) {
  List<String> lines(List<ServiceStatus> services, int width, boolean colours) {
    boolean settings = services.stream().anyMatch(service -> !service.settings().isEmpty());
    Table table = new Table(columns(settings));
    for (ServiceStatus service : services) {
      add(table, service, settings);
    }
    return table.lines(width, colours);
  }

  /* Few services have settings; a column without any would take room from the others. */
  private List<Column> columns(boolean settings) {
    List<Column> columns = new ArrayList<>();
    columns.add(new Column("NAME", Cut.NEVER));
    columns.add(new Column("STATE", Cut.NEVER));
    columns.add(new Column("LOCAL", Cut.NEVER));
    columns.add(new Column("TARGET", Cut.FRONT));
    columns.add(new Column("POD", Cut.FRONT));
    columns.add(new Column("CONNS", Cut.NEVER));
    columns.add(new Column("UPTIME", Cut.NEVER));
    columns.add(new Column("HEALTH", Cut.NEVER));
    columns.add(new Column("HEARTBEAT", Cut.NEVER));
    columns.add(new Column("RECONNECTS", Cut.NEVER));
    columns.add(new Column("UP 24 H", Cut.NEVER));
    columns.add(new Column("SENT", Cut.NEVER));
    columns.add(new Column("RECEIVED", Cut.NEVER));
    columns.add(new Column("CONTEXT", Cut.END));
    columns.add(new Column("FILE", Cut.FRONT));
    if (settings) {
      columns.add(new Column("SETTINGS", Cut.END));
    }
    return columns;
  }

  private void add(Table table, ServiceStatus service, boolean settings) {
    List<Cell> tail = tail(service, settings);
    boolean first = true;
    for (PortStatus port : service.ports()) {
      List<Cell> cells = new ArrayList<>();
      cells.add(Cell.of(first ? service.name() : ""));
      cells.add(first ? state(service) : Cell.of(""));
      cells.add(Cell.of(ServiceWords.local(port)));
      cells.add(Cell.of(ServiceWords.target(service, port)));
      for (Cell cell : tail) {
        cells.add(first ? cell : Cell.of(""));
      }
      table.add(cells);
      first = false;
    }
    String pending = ServiceWords.pending(service);
    if (pending != null) {
      table.remark(pending);
    }
    String remark = ServiceWords.remark(service, now);
    if (remark != null) {
      table.remark(remark);
    }
  }

  private static Cell state(ServiceStatus service) {
    return Sign.of(service).before(ServiceWords.shown(service));
  }

  private List<Cell> tail(ServiceStatus service, boolean settings) {
    TrafficStatus traffic = service.traffic();
    List<Cell> cells = new ArrayList<>();
    cells.add(Cell.orNone(String.join(",", service.pods())));
    cells.add(Cell.of(traffic.active() + "/" + traffic.total()));
    cells.add(Cell.of(ServiceWords.uptime(service)));
    cells.add(ServiceWords.health(service));
    cells.add(Cell.of(heartbeat(service.heartbeat())));
    cells.add(Cell.of(String.valueOf(service.reconnects())));
    cells.add(Cell.of(ServiceWords.availability(service)));
    cells.add(Cell.of(Bytes.show(traffic.sent())));
    cells.add(Cell.of(Bytes.show(traffic.received())));
    cells.add(Cell.orNone(service.context()));
    cells.add(Cell.orNone(service.configFile()));
    if (settings) {
      cells.add(Cell.orNone(String.join(",", service.settings())));
    }
    return cells;
  }

  private static String heartbeat(HeartbeatStatus heartbeat) {
    if (heartbeat.sent() == 0) {
      return Table.NONE;
    } else if (!heartbeat.healthy()) {
      return "late (" + heartbeat.missed() + " missed)";
    }
    Double roundTrip = heartbeat.roundTripMillis();
    return roundTrip == null ? "pending" : Durations.millis(roundTrip);
  }
}
