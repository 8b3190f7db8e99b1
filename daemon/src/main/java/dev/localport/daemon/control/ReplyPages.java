package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a list that is too long for one line into pages, as docs/api.md describes. A page begins
 * where the previous one ended, by number: the list may change between two pages, and then an
 * element may come twice, or not at all.
 */
final class ReplyPages {
  /** Half of a line: the rest of the answer stands beside a page. */
  private static final int MOST_BYTES = 1 << 19;

  private ReplyPages() {}

  /**
   * Returns the elements from the number {@code from} on as far as there is room, one at least, as
   * {@code key}, and as {@code next} the number of the first one left out, or null.
   */
  static JsonObject.Builder page(String key, List<JsonObject> elements, int from) {
    List<JsonObject> page = new ArrayList<>();
    int end = Math.min(from, elements.size());
    int room = MOST_BYTES;
    while (end < elements.size()) {
      JsonObject element = elements.get(end);
      room -= element.toString().getBytes(StandardCharsets.UTF_8).length;
      if (room < 0 && !page.isEmpty()) {
        break;
      }
      page.add(element);
      end++;
    }
    return JsonObject.builder().put(key, page).put("next", end < elements.size() ? end : null);
  }
}
