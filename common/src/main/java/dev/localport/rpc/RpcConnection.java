package dev.localport.rpc;

/** The answering side's view of one connection. All of it may be used from any thread. */
public interface RpcConnection {
  /**
   * The notification that replaces lost ones: {@code from} and {@code to} are the first and the
   * last {@code sequence} that the peer will not see; {@code numbers} says whose they are.
   */
  String MISSED = "event.missed";

  /** The {@code numbers} of a {@link #MISSED} that replaces those of {@link #notify}. */
  String OF_CONNECTION = "connection";

  /**
   * Sends a notification, or drops it: at most 1,000 wait for a slow peer, and those that come on
   * top are replaced by one {@link #MISSED} after the waiting ones. Never blocks. A closed
   * connection takes and forgets it.
   *
   * @param params gets the key {@code sequence}: 1, 2, 3, … over all notifications of this
   *     connection, in the order they were given and arrive
   */
  void notify(String method, JsonObject params);

  /**
   * Writes a notification as it is, and waits until the peer's socket has taken it: for what must
   * not be dropped, on a thread that nothing waits for. Its order among those of {@link #notify} is
   * not defined.
   *
   * @param params with a {@code sequence} of the caller's own
   * @return false if the connection has ended
   * @throws RpcException if it is too long for a line; nothing is written
   */
  boolean deliver(String method, JsonObject params);

  /**
   * Runs the task once the answer to the call of this thread is written: what it sends comes after
   * it. Without such a call now.
   */
  void afterAnswer(Runnable task);

  /**
   * Runs the task once when the connection ends, or now if it has. A task should be short: those of
   * a connection run one after the other.
   */
  void onClose(Runnable task);

  /**
   * Has the server keep this connection when it closes idle ones to make room: something lives with
   * it. One with {@link #onClose} tasks alone goes when there is no idle one left. To call it again
   * changes nothing.
   *
   * @throws RpcException if as many are kept as may be: some are reserved for short commands
   */
  void keepOpen();

  /** Returns whether the peer is, as far as is known, still there. */
  boolean isOpen();
}
