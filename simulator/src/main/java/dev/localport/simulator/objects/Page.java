package dev.localport.simulator.objects;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Part of a list, for {@code limit} and {@code continue}. A page shows the objects as they are when
 * it is asked for, not as they were with the first one; once the history does not reach back to the
 * first page, the token is refused with 410, as a real one after five minutes.
 *
 * @param next the token for the next page; null at the end
 */
public record Page(List<ObjectNode> objects, int remaining, @Nullable String next) {

  /**
   * Cuts one.
   *
   * @param all what the whole list would hold, by namespace and name
   * @param limit 0 for all
   * @param token of the page before; empty for the first
   */
  public static Page of(List<ObjectNode> all, int limit, String token, Store store) {
    Token from = token.isEmpty() ? new Token(store.version(), "") : Token.parse(token);
    store.since(from.version());
    List<ObjectNode> rest =
        all.stream().filter(object -> key(object).compareTo(from.after()) > 0).toList();
    if (limit == 0 || rest.size() <= limit) {
      return new Page(rest, 0, null);
    }
    List<ObjectNode> objects = rest.subList(0, limit);
    Token next = new Token(from.version(), key(objects.getLast()));
    return new Page(objects, rest.size() - limit, next.text());
  }

  private static String key(ObjectNode object) {
    return Json.text(object, "metadata.namespace") + "/" + Json.text(object, "metadata.name");
  }

  private record Token(long version, String after) {
    static Token parse(String text) {
      try {
        String[] parts = new String(Base64.getUrlDecoder().decode(text), UTF_8).split(" ", 2);
        return new Token(Long.parseLong(parts[0]), parts[1]);
      } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
        throw StatusException.badRequest("continue key is not valid");
      }
    }

    String text() {
      return Base64.getUrlEncoder().encodeToString((version + " " + after).getBytes(UTF_8));
    }
  }
}
