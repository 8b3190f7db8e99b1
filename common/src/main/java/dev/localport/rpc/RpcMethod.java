package dev.localport.rpc;

/** One method that the other side may call. */
@FunctionalInterface
public interface RpcMethod {
  /**
   * Answers one call, on its own virtual thread: it may block, and calls of one connection run side
   * by side. It is interrupted when its connection ends or the server is closed, and should then
   * end.
   *
   * @param from the connection that asks: where notifications for the caller go
   * @throws RpcException for an error that the caller gets; any other exception is a bug, and the
   *     caller gets no details
   */
  JsonObject call(JsonObject params, RpcConnection from) throws InterruptedException;
}
