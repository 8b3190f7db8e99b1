package dev.localport.rpc;

import java.util.Map;

/** The methods that a server offers, by the names that travel. */
public record RpcMethods(Map<String, RpcMethod> byName) {
  private static final int MAX_SHOWN = 100;

  /** Keeps a copy of the map. */
  public RpcMethods {
    byName = Map.copyOf(byName);
  }

  /**
   * Returns the method of that name.
   *
   * @throws RpcException with {@link RpcException#METHOD_NOT_FOUND} if there is none
   */
  RpcMethod named(String name) {
    RpcMethod method = byName.get(name);
    if (method == null) {
      String shown = name.substring(0, Math.min(name.length(), MAX_SHOWN));
      throw new RpcException(RpcException.METHOD_NOT_FOUND, "unknown method " + shown);
    }
    return method;
  }
}
