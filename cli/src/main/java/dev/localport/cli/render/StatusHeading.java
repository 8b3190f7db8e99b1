package dev.localport.cli.render;

import dev.localport.api.ClusterState;
import dev.localport.api.ClusterStatus;
import dev.localport.api.Durations;
import dev.localport.cli.render.Table.Across;
import dev.localport.cli.render.Table.Cell;
import dev.localport.cli.render.Table.Room;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The line above the services of a context: how its cluster is, and why, once for all of them.
 *
 * @param now what lengths of time count from
 * @param zone the user's
 */
record StatusHeading(StatusGroup group, Instant now, Supplier<ZoneId> zone) implements Across {
  private static final String GAP = "  ";
  private static final String BELOW = "    ";

  @Override
  public List<String> lines(Room room) {
    List<String> lines = new ArrayList<>();
    if (group.clusters().isEmpty()) {
      String name = group.context() == null ? "no context yet" : group.context();
      add(lines, name, parts(null), null, room);
    }
    for (ClusterStatus cluster : group.clusters()) {
      boolean isAlone = group.clusters().size() == 1;
      String name = isAlone ? cluster.context() : cluster.context() + " " + cluster.server();
      add(lines, name, parts(cluster), why(cluster), room);
    }
    for (String operation : group.operations()) {
      lines.addAll(Wrapping.lines(BELOW, operation, BELOW, edge(room)));
    }
    return lines;
  }

  private List<Cell> parts(@Nullable ClusterStatus cluster) {
    List<Cell> parts = new ArrayList<>();
    if (cluster != null) {
      parts.add(Sign.of(cluster.state()).before(state(cluster)));
      if (cluster.latency().last() != null && !cluster.state().isDown()) {
        parts.add(ClusterWords.latency(cluster));
      }
    }
    if (group.production()) {
      parts.add(new Cell("production", Colour.BOLD));
    }
    if (cluster != null && cluster.insecure()) {
      parts.add(new Cell("TLS not verified", Colour.YELLOW));
    }
    if (cluster != null && !cluster.missingPermissions().isEmpty()) {
      parts.add(new Cell("limited permissions", Colour.YELLOW));
    }
    if (group.namespace() != null) {
      parts.add(new Cell("namespace " + group.namespace(), Colour.DIM));
    }
    return parts;
  }

  private String state(ClusterStatus cluster) {
    String word = cluster.state().word();
    Instant seen = cluster.lastSuccess();
    if (cluster.state() != ClusterState.OFFLINE) {
      return word;
    } else if (seen == null) {
      return word + ", never reached";
    }
    String since = Durations.show(Duration.between(seen, now));
    return word + " for " + since + ", last seen " + new EventTimes(now, zone.get()).show(seen);
  }

  private static @Nullable String why(ClusterStatus cluster) {
    return cluster.error() == null || cluster.state() == ClusterState.CONNECTED
        ? null
        : OneLine.plain(cluster.error().message());
  }

  /* What does not fit is left out from the right; the name and the state never are. */
  private static void add(
      List<String> lines, String name, List<Cell> parts, @Nullable String why, Room room) {
    int edge = edge(room);
    Cell title = new Cell(name, Colour.BOLD);
    StringBuilder line = new StringBuilder(painted(title, room));
    int width = OneLine.width(title.text());
    boolean isFirst = true;
    String below = why;
    for (Cell part : parts) {
      int more = GAP.length() + OneLine.width(part.text());
      if (isFirst && width + more > edge) {
        lines.add(line.toString());
        line.setLength(0);
        width = 0;
        part = new Cell(OneLine.cut(part.text(), edge - GAP.length()), part.colour());
      } else if (width + more > edge) {
        break;
      }
      line.append(GAP).append(painted(part, room));
      width += more;
      if (isFirst && why != null && width + 2 + OneLine.width(why) <= edge) {
        line.append(": ").append(why);
        width += 2 + OneLine.width(why);
        below = null;
      }
      isFirst = false;
    }
    lines.add(line.toString());
    if (below != null) {
      lines.addAll(Wrapping.lines(BELOW, below, BELOW, edge));
    }
  }

  private static int edge(Room room) {
    return room.width() > 0 ? room.width() : Integer.MAX_VALUE;
  }

  private static String painted(Cell cell, Room room) {
    return room.colours() ? cell.colour().paint(cell.text()) : cell.text();
  }
}
