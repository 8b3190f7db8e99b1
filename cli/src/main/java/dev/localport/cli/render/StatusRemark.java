package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.Table.Across;
import dev.localport.cli.render.Table.Room;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The line below a service that does not work: why, what happens next, and the command that shows
 * more. A narrow terminal cuts the reason and keeps the rest.
 *
 * @param why the reason
 * @param next begins with a semicolon, or is empty
 * @param command empty: none
 */
record StatusRemark(String why, String next, String command) implements Across {
  private static final int INDENT = 4;
  private static final int LEAST_REASON = 24;
  private static final int EDGE = 96;
  private static final String GAP = "  ";

  /** Returns what is wrong with a service; null where nothing is. */
  static @Nullable StatusRemark of(ServiceStatus service, Instant now) {
    if (service.state().equals("idle") || Standing.of(service) == Standing.STOPPED) {
      return null;
    }
    String why = why(service);
    return why.isEmpty()
        ? null
        : new StatusRemark(why, next(service, now), "localport explain " + service.name());
  }

  /** Returns what was asked of a service and waits for its cluster; null where nothing is. */
  static @Nullable StatusRemark pending(ServiceStatus service) {
    String pending = ServiceWords.pending(service);
    return pending == null ? null : new StatusRemark(pending, "", "");
  }

  private static String why(ServiceStatus service) {
    Ailment ailment = Ailment.of(service);
    if (ailment != null) {
      return ailment.why() == null ? "" : ailment.why();
    } else if (service.state().equals("connected")) {
      return Sign.of(service) == Sign.SLOW ? slow(service.heartbeat()) : "";
    }
    return service.lastError() == null ? "" : OneLine.plain(service.lastError().message());
  }

  private static String slow(HeartbeatStatus heartbeat) {
    Double roundTrip = heartbeat.roundTripMillis();
    return heartbeat.healthy() && roundTrip != null
        ? "an answer to a ping takes " + Durations.millis(roundTrip)
        : "the last ping has no answer yet";
  }

  private static String next(ServiceStatus service, Instant now) {
    if (service.isUp() || (service.nextRetryAt() == null && service.attempt() == 0)) {
      return "";
    }
    Instant at = service.nextRetryAt();
    String when = at == null ? "" : at.isAfter(now) ? " in " + ServiceWords.until(at, now) : " now";
    String what = service.attempt() == 0 ? "next check" : ServiceWords.attempt(service);
    return "; " + what + when;
  }

  @Override
  public List<String> lines(Room room) {
    String below = " ".repeat(room.second());
    if (room.width() == 0) {
      return List.of(below + why + next + (command.isEmpty() ? "" : GAP + hint(room)));
    }
    int least = Math.min(OneLine.width(why), LEAST_REASON) + next.length();
    String indent = fits(room, room.second(), least) ? below : " ".repeat(INDENT);
    int all = room.width() - indent.length();
    if (command.isEmpty()) {
      return List.of(indent + text(all));
    } else if (!fits(room, INDENT, least)) {
      return List.of(indent + text(all), indent + hint(room));
    }
    String text = text(all - command.length() - GAP.length());
    int edge = Math.min(room.width(), EDGE) - indent.length() - command.length();
    int blanks = Math.max(GAP.length(), edge - OneLine.width(text));
    return List.of(indent + text + " ".repeat(blanks) + hint(room));
  }

  private boolean fits(Room room, int indent, int least) {
    int taken = command.isEmpty() ? 0 : command.length() + GAP.length();
    return room.width() - indent - taken >= least;
  }

  /* The reason is what gives way, while something of it is left. */
  private String text(int room) {
    int most = room - OneLine.width(next);
    return most >= LEAST_REASON || OneLine.width(why) <= most
        ? OneLine.cut(why, most) + next
        : OneLine.cut(why, room);
  }

  private String hint(Room room) {
    return room.colours() ? Colour.DIM.paint(command) : command;
  }
}
