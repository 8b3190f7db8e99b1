package dev.localport.rpc;

import org.jspecify.annotations.Nullable;

/** What the answering side says: the lines of a result and of an error. */
final class RpcReply {
  private RpcReply() {}

  static String result(@Nullable Object id, JsonObject result) {
    return head(id).put("result", result).build().toString();
  }

  static String error(@Nullable Object id, RpcException error) {
    JsonObject.Builder body =
        JsonObject.builder().put("code", error.code()).put("message", error.getMessage());
    if (!error.data().asMap().isEmpty()) {
      body.put("data", error.data());
    }
    return head(id).put("error", body.build()).build().toString();
  }

  private static JsonObject.Builder head(@Nullable Object id) {
    return JsonObject.builder().put("jsonrpc", RpcRequest.VERSION).put("id", id);
  }

  /** Reads an error as it was written; what is missing in it is said in general words. */
  static RpcException errorOf(JsonObject body) {
    JsonObject data = body.findObject("data");
    return new RpcException(
        (int) body.number("code", RpcException.INTERNAL_ERROR),
        body.text("message", "the other side failed without a reason"),
        data == null ? JsonObject.empty() : data);
  }
}
