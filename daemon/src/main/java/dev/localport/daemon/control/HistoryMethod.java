package dev.localport.daemon.control;

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

/** {@code history.query}: what the journal says of services, also of those that are gone. */
public final class HistoryMethod implements RpcMethod {
  private final Histories histories;
  private final Forwards forwards;

  /** Answers from the journal; the forwards say which names there are besides. */
  public HistoryMethod(Histories histories, Forwards forwards) {
    this.histories = histories;
    this.forwards = forwards;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    HistoryQuery query = HistoryQuery.from(params);
    List<ServiceHistory> found = read(query);
    String service = query.service();
    if (found.isEmpty() && service != null && !forwards.listing().isKnown(service)) {
      throw UnknownService.named(service);
    }
    List<JsonObject> services = found.stream().map(ServiceHistory::toJson).toList();
    int next = Math.clamp(params.number("next", 0), 0, Integer.MAX_VALUE);
    return ReplyPages.page("services", services, next).put("zone", query.zone().getId()).build();
  }

  private List<ServiceHistory> read(HistoryQuery query) throws InterruptedException {
    try {
      return histories.query(query);
    } catch (IOException e) {
      throw new RpcException(RpcException.FAILED, "the journal cannot be read: " + e.getMessage());
    }
  }
}
