package dev.localport.daemon.kube.reads;

import dev.localport.api.FailureKind;
import dev.localport.daemon.kube.client.KubeException;
import org.jspecify.annotations.Nullable;

/**
 * Follows the pages of one list, and stops where a server would never come to the end of it. Not
 * thread-safe.
 */
final class ListPages {
  /** Half a million objects at 500 a page. */
  static final int MOST = 1_000;

  private final String server;
  private int count;
  private @Nullable String token;

  /**
   * @param server for the failure's words
   */
  ListPages(String server) {
    this.server = server;
  }

  /**
   * Takes note of a page, and returns the token of the next one; null: it was the last.
   *
   * @param items how many objects it had
   * @param next the token that it names, null or empty if there is none
   * @throws KubeException if the list has no end
   */
  @Nullable String next(int items, @Nullable String next) throws KubeException {
    count++;
    if (next == null || next.isEmpty()) {
      return null;
    }
    if (next.equals(token)) {
      throw endless("page %d refers to itself as the next page".formatted(count));
    }
    if (items == 0) {
      throw endless("page %d is empty and refers to another page".formatted(count));
    }
    if (count >= MOST) {
      throw endless("more than %,d pages".formatted(MOST));
    }
    token = next;
    return next;
  }

  private KubeException endless(String why) {
    return new KubeException(
        FailureKind.SESSION,
        "the API server %s returned an endless list: %s".formatted(server, why));
  }
}
