package dev.localport.rpc;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the asking side says. Parameters are checked only when they are needed, so that their
 * mistakes are answered like those of the method.
 */
record RpcRequest(JsonReader.Reading reading, @Nullable Object id, String method) {
  static final String VERSION = "2.0";

  /** The longest text of an id, in characters: it has to fit into an answer, beside the error. */
  static final int MAX_ID = 1_000;

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
  static RpcRequest of(JsonReader.Reading reading, @Nullable Object id) {
    JsonObject message = reading.object();
    if (!VERSION.equals(message.asMap().get("jsonrpc"))) {
      throw invalid("jsonrpc must be \"2.0\"");
    } else if (message.asMap().get("method") instanceof String method) {
      return new RpcRequest(reading, id, method);
    }
    throw invalid("method must be a string");
  }

  /**
   * Returns the id as it came: a text, a whole number, or null.
   *
   * @throws RpcException if it is anything else; a fraction could not be sent back as it came
   */
  static @Nullable Object idOf(JsonObject message) {
    Object id = message.asMap().get("id");
    if (id instanceof String text && text.length() > MAX_ID) {
      throw invalid("id has more than %d characters".formatted(MAX_ID));
    } else if (id == null
        || id instanceof String
        || id instanceof Integer
        || id instanceof Long
        || id instanceof BigInteger) {
      return id;
    }
    throw invalid("id must be a string or a whole number");
  }

  private static RpcException invalid(String why) {
    return new RpcException(RpcException.INVALID_REQUEST, why);
  }

  private JsonObject message() {
    return reading.object();
  }

  /** Returns whether an answer is wanted: a request without id is a notification. */
  boolean wantsAnswer() {
    return message().asMap().containsKey("id");
  }

  /**
   * Returns the parameters; none are empty ones.
   *
   * @throws RpcException with {@link RpcException#INVALID_PARAMS} if they are no object, nested too
   *     deeply, or contain the character NUL
   */
  JsonObject params() {
    if (reading.tooDeep()) {
      throw invalidParams(JsonReader.TOO_DEEP);
    } else if (reading.hasNul()) {
      throw invalidParams("a text contains the character NUL");
    }
    JsonObject params = message().findObject("params");
    return params == null ? JsonObject.empty() : params;
  }

  private static RpcException invalidParams(String why) {
    return new RpcException(RpcException.INVALID_PARAMS, why);
  }
}
