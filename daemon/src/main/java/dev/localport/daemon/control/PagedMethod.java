package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;
import dev.localport.rpc.RpcException;
import dev.localport.rpc.RpcMethod;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A method that does something, whose answer comes in pages where it is too long for one line. To
 * call it again for the next page must not do it again, so the answer is kept: the last long one of
 * each connection, until the connection ends. Thread-safe.
 *
 * <p>The elements of all long answers are numbered throughout. A {@code next} therefore fits one
 * answer only, even where two calls of a connection run at a time.
 */
final class PagedMethod implements RpcMethod {
  private final String key;
  private final RpcMethod method;
  private final Map<RpcConnection, Kept> kept = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong(1);

  /**
   * A long answer.
   *
   * @param first the number of its first element
   */
  private record Kept(long first, JsonObject answer, List<JsonObject> elements) {
    Kept {
      elements = List.copyOf(elements);
    }

    boolean has(long number) {
      return number > first && number < first + elements.size();
    }
  }

  /**
   * Has a method answer in pages.
   *
   * @param key of the list that may be long
   */
  PagedMethod(String key, RpcMethod method) {
    this.key = key;
    this.method = method;
  }

  @Override
  public JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException {
    long next = params.number("next", 0);
    return next == 0 ? first(method.call(params, from), from) : page(next, from);
  }

  private JsonObject first(JsonObject answer, RpcConnection from) {
    List<JsonObject> elements = answer.objects(key);
    if (ReplyPages.isOnePage(elements)) {
      return answer;
    }
    Kept whole = new Kept(numbers.getAndAdd(elements.size()), answer, elements);
    if (kept.put(from, whole) == null) {
      from.onClose(() -> kept.remove(from));
    }
    return page(whole, 0);
  }

  private JsonObject page(long next, RpcConnection from) {
    Kept whole = kept.get(from);
    if (whole == null || !whole.has(next)) {
      throw new RpcException(
          RpcException.INVALID_PARAMS,
          "next is %d, which does not continue any answer on this connection; call again without it"
              .formatted(next));
    }
    return page(whole, Math.toIntExact(next - whole.first()));
  }

  private JsonObject page(Kept whole, int from) {
    JsonObject page = ReplyPages.page(key, whole.elements(), from).build();
    JsonObject.Builder reply = JsonObject.builder().putAll(whole.answer()).putAll(page);
    page.findNumber("next").ifPresent(index -> reply.put("next", whole.first() + index));
    return reply.build();
  }
}
