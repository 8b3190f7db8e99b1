package dev.localport.cli.client;

import dev.localport.api.Methods;
import dev.localport.rpc.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Asks the daemon for a list that may come in pages, as docs/api.md describes. */
public final class Pages {
  private Pages() {}

  /** Returns how the daemon and all its services are. */
  public static JsonObject status(DaemonClient daemon) throws CommandException {
    return all(daemon, Methods.STATUS, JsonObject.empty(), "services");
  }

  /**
   * Returns the first answer to a call, with the list of all its pages.
   *
   * @param key of the list
   */
  public static JsonObject all(DaemonClient daemon, String method, JsonObject params, String key)
      throws CommandException {
    JsonObject answer = daemon.call(method, params);
    OptionalLong next = answer.findNumber("next");
    if (next.isEmpty()) {
      return answer;
    }
    List<JsonObject> all = new ArrayList<>(answer.objects(key));
    long from = 0;
    while (next.isPresent() && next.getAsLong() > from) {
      from = next.getAsLong();
      JsonObject page =
          daemon.call(method, JsonObject.builder().putAll(params).put("next", from).build());
      all.addAll(page.objects(key));
      next = page.findNumber("next");
    }
    return JsonObject.builder().putAll(answer).put(key, all).put("next", null).build();
  }
}
