package dev.localport.rpc;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the asking side says. Parameters are looked at only when they are needed, so that their
 * mistakes are answered like those of the method.
 */
record RpcRequest(JsonObject message, @Nullable Object id, String method) {
  static final String VERSION = "2.0";

  /** Returns the line of a request. */
  static String line(int id, String method, JsonObject params) {
    return head().put("id", id).put("method", method).put("params", params).build().toString();
  }

  /** Returns the line of a notification. */
  static String notification(String method, JsonObject params) {
    return head().put("method", method).put("params", params).build().toString();
  }

  private static JsonObject.Builder head() {
    return JsonObject.builder().put("jsonrpc", VERSION);
  }

  /** Reads a request whose id was read before. */
  static RpcRequest of(JsonObject message, @Nullable Object id) {
    if (!VERSION.equals(message.asMap().get("jsonrpc"))) {
      throw invalid("jsonrpc has to be \"2.0\"");
    } else if (message.asMap().get("method") instanceof String method) {
      return new RpcRequest(message, id, method);
    }
    throw invalid("method has to be a text");
  }

  /**
   * Returns the id as it came: a text, a whole number, or null.
   *
   * @throws RpcException if it is anything else; a fraction could not be sent back as it came
   */
  static @Nullable Object idOf(JsonObject message) {
    Object id = message.asMap().get("id");
    if (id == null
        || id instanceof String
        || id instanceof Integer
        || id instanceof Long
        || id instanceof BigInteger) {
      return id;
    }
    throw invalid("id has to be a text or a whole number");
  }

  private static RpcException invalid(String why) {
    return new RpcException(RpcException.INVALID_REQUEST, why);
  }

  /** Tells whether an answer is wanted: a request without id is a notification. */
  boolean wantsAnswer() {
    return message.asMap().containsKey("id");
  }

  /** Returns the parameters; none are empty ones. */
  JsonObject params() {
    JsonObject params = message.findObject("params");
    return params == null ? JsonObject.empty() : params;
  }
}
