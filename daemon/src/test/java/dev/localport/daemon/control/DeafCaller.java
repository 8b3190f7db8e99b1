package dev.localport.daemon.control;

import dev.localport.rpc.JsonObject;
import dev.localport.rpc.RpcConnection;

/** A connection that hears nothing and does not end. */
final class DeafCaller implements RpcConnection {
  @Override
  public void notify(String method, JsonObject params) {
    // nobody reads it
  }

  @Override
  public boolean deliver(String method, JsonObject params) {
    return true; // it has room without end
  }

  @Override
  public void afterAnswer(Runnable task) {
    task.run(); // its answer goes nowhere
  }

  @Override
  public void onClose(Runnable task) {
    // it does not end
  }

  @Override
  public void keepOpen() {
    // nobody closes it
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
