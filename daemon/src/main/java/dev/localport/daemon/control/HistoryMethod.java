package dev.localport.daemon.control;

import dev.localport.api.ContextRecovery;
import dev.localport.api.HistoryQuery;
import dev.localport.api.ServiceHistory;
import dev.localport.daemon.history.Histories;
import dev.localport.daemon.services.Forwards;
import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** {@code history.query}: what the journal says of services, also of those that were removed. */
public final class HistoryMethod implements RpcMethod {
  private final Histories histories;
  private final Forwards forwards;
  private final LongAnswers<HistoryQuery> answers = new LongAnswers<>();

  /** Answers from the journal; the forwards know which other names exist. */
  public HistoryMethod(Histories histories, Forwards forwards) {
    this.histories = histories;
    this.forwards = forwards;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    HistoryQuery query = HistoryQuery.from(params);
    int next = Math.clamp(params.number("next", 0), 0, Integer.MAX_VALUE);
    List<JsonObject> kept = next == 0 ? null : answers.find(from, query);
    if (kept != null) {
      return sent(from, query, kept, page(query, kept, next).build());
    }
    Histories.Answer answer = histories(query);
    List<JsonObject> services = answer.services().stream().map(ServiceHistory::toJson).toList();
    JsonObject.Builder page = page(query, services, next);
    if (next == 0) {
      page.put("contexts", answer.contexts().stream().map(ContextRecovery::toJson).toList());
    }
    return sent(from, query, services, page.build());
  }

  private static JsonObject.Builder page(HistoryQuery query, List<JsonObject> services, int next) {
    return ReplyPages.page("services", services, next).put("zone", query.zone().getId());
  }

  private JsonObject sent(
      RpcConnection from, HistoryQuery query, List<JsonObject> services, JsonObject page) {
    if (page.findNumber("next").isEmpty()) {
      answers.forget(from);
    } else {
      answers.keep(from, query, services);
    }
    return page;
  }

  private Histories.Answer histories(HistoryQuery query) throws InterruptedException {
    Histories.Answer found = read(query);
    String service = query.service();
    if (found.services().isEmpty() && service != null && !forwards.listing().isKnown(service)) {
      throw UnknownService.named(service, forwards.listing());
    }
    String context = query.context();
    Set<String> used = forwards.listing().contexts();
    if (context != null && isEmpty(found) && !used.contains(context)) {
      throw UnknownContext.named(context, used);
    }
    return found;
  }

  private static boolean isEmpty(Histories.Answer answer) {
    return answer.services().isEmpty() && answer.contexts().isEmpty();
  }

  private Histories.Answer read(HistoryQuery query) throws InterruptedException {
    try {
      return histories.query(query);
    } catch (IOException e) {
      throw new RpcException(RpcException.FAILED, "the journal cannot be read: " + e.getMessage());
    }
  }
}
