package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import java.util.List;

/**
 * Cuts a list that is too long for one line into pages, as docs/api.md describes. A page begins
 * where the previous one ended, by number: the list may change between two pages, and then an
 * element may come twice, or not at all.
 */
final class ReplyPages {
  private ReplyPages() {}

  /**
   * Returns the elements from the number {@code from} on as far as there is room, one at least, as
   * {@code key}, and as {@code next} the number of the first one left out, or null.
   */
  static JsonObject.Builder page(String key, List<JsonObject> elements, int from) {
    int begin = Math.min(from, elements.size());
    int end = end(elements, begin);
    return JsonObject.builder()
        .put(key, List.copyOf(elements.subList(begin, end)))
        .put("next", end < elements.size() ? end : null);
  }

  /** Returns whether all the elements fit on one page. */
  static boolean isOnePage(List<JsonObject> elements) {
    return end(elements, 0) == elements.size();
  }

  private static int end(List<JsonObject> elements, int begin) {
    LineRoom room = LineRoom.besideOthers();
    int end = begin;
    while (end < elements.size() && (room.hasTaken(elements.get(end)) || end == begin)) {
      end++;
    }
    return end;
  }
}
