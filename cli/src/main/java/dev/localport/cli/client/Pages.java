package dev.localport.cli.client;

import dev.localport.api.Methods;
import dev.localport.api.StartRequest;
import dev.localport.rpc.JsonObject;
import java.time.Duration;
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

  /** Starts services, and returns what became of them. */
  public static JsonObject start(DaemonClient daemon, StartRequest request)
      throws CommandException {
    return all(daemon, Methods.START, request.toJson(), "services", request.patience());
  }

  /**
   * Returns the first answer to a call, with the list of all its pages.
   *
   * @param key of the list
   */
  public static JsonObject all(DaemonClient daemon, String method, JsonObject params, String key)
      throws CommandException {
    return all(daemon, method, params, key, Duration.ZERO);
  }

  /**
   * As the other method.
   *
   * @param patience how long the daemon was asked to wait before its first answer
   */
  public static JsonObject all(
      DaemonClient daemon, String method, JsonObject params, String key, Duration patience)
      throws CommandException {
    JsonObject answer = daemon.call(method, params, patience);
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
