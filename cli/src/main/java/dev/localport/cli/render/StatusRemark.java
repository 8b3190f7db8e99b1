package dev.localport.cli.render;

import dev.localport.api.Durations;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.Table.Across;
import dev.localport.cli.render.Table.Room;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The line below a service that does not work: why, what happens next, and the command that shows
 * more. On a narrow terminal, the advice in the reason goes first, as the command has it too; then
 * the time of the next attempt; then the reason is cut.
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
  private static final String ADVICE = "; ";

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
    return Objects.requireNonNullElse(Reasons.brief(service), "");
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
    int taken = command.isEmpty() ? 0 : command.length() + GAP.length();
    boolean isBeside = room.width() - INDENT - taken >= Math.min(OneLine.width(why), LEAST_REASON);
    int aside = isBeside ? taken : 0;
    String wide = text(room.width() - below.length() - aside);
    String indent = wide.contains("…") ? " ".repeat(INDENT) : below;
    String text = text(room.width() - indent.length() - aside);
    if (command.isEmpty()) {
      return List.of(indent + text);
    } else if (!isBeside) {
      return List.of(indent + text, indent + hint(room));
    }
    int edge = Math.min(room.width(), EDGE) - indent.length() - command.length();
    int blanks = Math.max(GAP.length(), edge - OneLine.width(text));
    return List.of(indent + text + " ".repeat(blanks) + hint(room));
  }

  private String text(int room) {
    String brief = why.contains(ADVICE) ? why.substring(0, why.indexOf(ADVICE)) : why;
    for (String text : List.of(why + next, brief + next, brief)) {
      if (OneLine.width(text) <= room) {
        return text;
      }
    }
    return OneLine.cut(brief, Math.max(0, room));
  }

  private String hint(Room room) {
    return room.colours() ? Colour.DIM.paint(command) : command;
  }
}
