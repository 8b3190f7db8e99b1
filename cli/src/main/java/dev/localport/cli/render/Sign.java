package dev.localport.cli.render;

import dev.localport.api.ClusterState;
import dev.localport.api.HeartbeatStatus;
import dev.localport.api.ServiceStatus;
import dev.localport.cli.render.Table.Cell;

/**
 * How a service or a cluster is, at a glance: a symbol and a colour, so that neither is needed to
 * tell one from the other where a word stands beside them.
 */
enum Sign {
  /** Works. */
  CONNECTED("●", Colour.GREEN),
  /** Connected, but slow, or what is behind it fails. */
  SLOW("◐", Colour.YELLOW),
  /** Is being connected. */
  RECONNECTING("○", Colour.ORANGE),
  /** Needs something first, or all attempts failed. */
  AWAY("◌", Colour.RED),
  /** Not started or idle, or nothing is known of it. */
  UNKNOWN("○", Colour.GREY);

  private static final double SLOW_MILLIS = 500;

  private final String symbol;
  private final Colour colour;

  Sign(String symbol, Colour colour) {
    this.symbol = symbol;
    this.colour = colour;
  }

  static Sign of(ServiceStatus service) {
    return switch (service.state()) {
      case "connected" ->
          isSlow(service.heartbeat()) || Ailment.of(service) != null ? SLOW : CONNECTED;
      case "connecting", "reconnecting" -> RECONNECTING;
      case "suspended", "failed", "disconnected" -> AWAY;
      case "stopped" -> service.isUnusable() ? AWAY : UNKNOWN;
      default -> UNKNOWN; // idle: nothing is wrong, nothing is open; or a later state
    };
  }

  static Sign of(ClusterState state) {
    return switch (state) {
      case CONNECTED -> CONNECTED;
      case DEGRADED -> SLOW;
      case RECONNECTING -> RECONNECTING;
      case OFFLINE, ERROR -> AWAY;
      case CHECKING, DISABLED -> UNKNOWN;
    };
  }

  /* A session without a ping has none to be late with. */
  private static boolean isSlow(HeartbeatStatus heartbeat) {
    Double roundTrip = heartbeat.roundTripMillis();
    return heartbeat.sent() > 0
        && (!heartbeat.healthy() || (roundTrip != null && roundTrip > SLOW_MILLIS));
  }

  /** Returns a text that may stand behind a sign without it. */
  static String without(String text) {
    for (Sign sign : values()) {
      if (text.startsWith(sign.symbol + " ")) {
        return text.substring(sign.symbol.length() + 1);
      }
    }
    return text;
  }

  Cell before(String text) {
    return new Cell(symbol + " " + text, colour);
  }
}
