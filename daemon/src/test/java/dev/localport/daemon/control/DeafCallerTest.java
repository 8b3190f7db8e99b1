package dev.localport.daemon.control;

import dev.localport.rpc.RpcConnection;

/** The caller of the tests keeps what a real connection promises. */
class DeafCallerTest extends RpcConnectionContract {
  private final DeafCaller caller = new DeafCaller();

  @Override
  RpcConnection caller() {
    return caller;
  }
}
