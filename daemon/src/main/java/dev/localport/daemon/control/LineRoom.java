package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import java.nio.charset.StandardCharsets;

/**
 * How much of a line of the protocol, 1 MiB, is left for the elements of a list. Not thread-safe.
 */
final class LineRoom {
  private int bytes;

  private LineRoom(int bytes) {
    this.bytes = bytes;
  }

  /** Returns room in an answer that has more than the list: half of a line. */
  static LineRoom besideOthers() {
    return new LineRoom(512 * 1024);
  }

  /** Takes room for an element, and returns whether there was enough; if not, none is left. */
  boolean hasTaken(JsonObject element) {
    bytes -= element.toString().getBytes(StandardCharsets.UTF_8).length;
    return bytes >= 0;
  }

  /** As the other one, for a text: with its quotes and a little more. */
  boolean hasTaken(String text) {
    return hasTaken(JsonObject.builder().put("", text).build());
  }
}
