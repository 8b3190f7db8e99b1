package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Lists that come in pages, so that the disk is read once for all pages: the last one of each
 * connection, until its last page was sent or the connection ends. Thread-safe.
 *
 * @param <Q> what is asked for
 */
final class LongAnswers<Q> {
  private final Map<RpcConnection, Kept<Q>> kept = new ConcurrentHashMap<>();

  /** A list; null: its last page was sent, and what is known of the connection is that it is. */
  private record Kept<Q>(@Nullable Q query, List<JsonObject> elements) {}

  /** Returns the list that answered the same question of that connection; null: it is not kept. */
  @Nullable List<JsonObject> find(RpcConnection from, Q query) {
    Kept<Q> last = kept.get(from);
    return last != null && query.equals(last.query()) ? last.elements() : null;
  }

  /** Keeps a list of which not all pages were sent yet. */
  void keep(RpcConnection from, Q query, List<JsonObject> elements) {
    if (kept.put(from, new Kept<>(query, List.copyOf(elements))) == null) {
      from.onClose(() -> kept.remove(from));
    }
  }

  /** Forgets the list of a connection: its last page was sent. */
  void forget(RpcConnection from) {
    kept.computeIfPresent(from, (_, _) -> new Kept<>(null, List.of()));
  }
}
