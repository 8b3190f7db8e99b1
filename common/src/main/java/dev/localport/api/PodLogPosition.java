package dev.localport.api;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a log was printed: enough to continue in another daemon without a gap and without a
 * repeat. Immutable. {@link PodLogWindow} says what it means.
 *
 * @param source whose log it is
 * @param from lines before this instant are done; null: none is that is not in {@code seen}
 * @param atFrom this many lines of exactly that instant are done as well; {@link #MIDWAY}: those in
 *     front of the first one that is in {@code seen}
 * @param seen the lines that were printed last, in their order
 */
public record PodLogPosition(
    PodLogSource source, @Nullable Instant from, int atFrom, List<Seen> seen) {
  /**
   * The log was not wanted from the beginning of an instant, but from a line in the middle of it.
   */
  public static final int MIDWAY = -1;

  private static final int HEX = 16;

  /**
   * A line that was printed.
   *
   * @param at its instant
   * @param hash of its text
   */
  public record Seen(Instant at, int hash) {
    @Override
    public String toString() {
      return at + " " + Integer.toHexString(hash);
    }

    private static Seen parse(String text) {
      int blank = text.indexOf(' ');
      try {
        return new Seen(
            Instant.parse(text.substring(0, Math.max(0, blank))),
            Integer.parseUnsignedInt(text.substring(blank + 1), HEX));
      } catch (DateTimeException | NumberFormatException e) {
        throw new RpcException(
            RpcException.INVALID_PARAMS, "seen: \"%s\" is not a printed line".formatted(text));
      }
    }
  }

  /** Copies the lines, so that a position never changes. */
  public PodLogPosition {
    seen = List.copyOf(seen);
  }

  /** Returns the position as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("source", source.toJson())
        .put("from", from)
        .put("at_from", atFrom)
        .put("seen", seen.stream().map(Seen::toString).toList())
        .build();
  }

  /**
   * Reads what {@link #toJson} wrote.
   *
   * @throws RpcException if it is no position
   */
  public static PodLogPosition from(JsonObject json) {
    return new PodLogPosition(
        PodLogSource.from(json.object("source")),
        json.findTime("from"),
        Math.clamp(json.number("at_from", 0), MIDWAY, Integer.MAX_VALUE),
        json.texts("seen").stream().map(Seen::parse).toList());
  }
}
