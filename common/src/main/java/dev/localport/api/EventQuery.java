package dev.localport.api;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which entries of the journal are wanted: the parameters of {@link Methods#EVENT_QUERY} and {@link
 * Methods#SUBSCRIBE}. Immutable.
 *
 * @param service those of this service alone; null: of all, and of none
 * @param context those of this kube context alone; null: of all, and of none
 * @param types those of these types alone; empty: all
 * @param since those from then on; null: all that are kept
 * @param after those with a greater number; 0: all that are kept
 * @param limit the number of newest ones; 0: all
 */
public record EventQuery(
    @Nullable String service,
    @Nullable String context,
    Set<JournalType> types,
    @Nullable Instant since,
    long after,
    int limit) {
  /** Everything that is kept. */
  public static final EventQuery ALL = new EventQuery(null, null, Set.of(), null, 0, 0);

  /** Copies the types, so that a query never changes. */
  public EventQuery {
    types = Set.copyOf(types);
  }

  /** Returns whether an entry is wanted; the limit is another matter. */
  public boolean wants(JournalEntry entry) {
    return entry.sequence() > after
        && (service == null || service.equals(entry.service()))
        && (context == null || context.equals(entry.context()))
        && (types.isEmpty() || types.contains(entry.type()))
        && (since == null || !entry.at().isBefore(since));
  }

  /** Returns the same query for those from this number on, all of them. */
  public EventQuery from(long number) {
    return new EventQuery(service, context, types, since, Math.max(after, number - 1), 0);
  }

  /** Returns the same query without a number to begin behind, and without a limit. */
  public EventQuery unbounded() {
    return new EventQuery(service, context, types, since, 0, 0);
  }

  /** Returns the query as it travels. */
  public JsonObject toJson() {
    return JsonObject.builder()
        .put("service", service)
        .put("context", context)
        .put("types", types.stream().map(JournalType::word).sorted().toList())
        .put("since", since)
        .put("after", after)
        .put("limit", limit)
        .build();
  }

  /**
   * Reads what {@link #toJson} wrote; what is missing asks for all.
   *
   * @throws RpcException if it names a type that there is not
   */
  public static EventQuery from(JsonObject json) {
    return new EventQuery(
        json.findText("service"),
        json.findText("context"),
        types(json.texts("types")),
        json.findTime("since"),
        json.number("after", 0),
        Math.clamp(json.number("limit", 0), 0, Integer.MAX_VALUE));
  }

  private static Set<JournalType> types(List<String> words) {
    Set<JournalType> types = new HashSet<>();
    for (String word : words) {
      JournalType type = JournalType.find(word);
      if (type == null) {
        throw new RpcException(
            RpcException.INVALID_PARAMS,
            "types: unknown event \"%s\"; known events: %s"
                .formatted(word, String.join(", ", JournalType.words())));
      }
      types.add(type);
    }
    return types;
  }
}
