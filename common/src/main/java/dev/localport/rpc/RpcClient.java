package dev.localport.rpc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks over a Unix domain socket, one call at a time, on the caller's thread: a command starts,
 * asks and ends, so this loads and starts as little as it can. Not thread-safe, except that {@link
 * #close} may be called from anywhere. Interrupting a thread that waits here closes the connection.
 */
public final class RpcClient implements AutoCloseable {
  /** Receives what the other side sends without being asked. */
  @FunctionalInterface
  public interface Listener {
    /** Takes one notification; runs on the thread that waits in the client. */
    void onNotification(String method, JsonObject params);
  }

  private static final int MAX_SHOWN = 200;

  private final SocketChannel channel;
  private final Listener listener;
  private final LineReader in;
  private final LineWriter out;
  private int lastId;

  private RpcClient(SocketChannel channel, Listener listener) {
    this.channel = channel;
    this.listener = listener;
    this.in = new LineReader(channel);
    this.out = new LineWriter(channel);
  }

  /**
   * Connects.
   *
   * @param timeout how long a server that is there may take
   * @param listener gets every notification that arrives during a call or {@link
   *     #awaitNotifications}
   * @throws IOException if nothing listens there, or the server does not answer in time
   */
  public static RpcClient connect(Path socket, Duration timeout, Listener listener)
      throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try (Deadline deadline = Deadline.start(channel, timeout)) {
      try {
        channel.connect(UnixDomainSocketAddress.of(socket));
        return new RpcClient(channel, listener);
      } catch (IOException e) {
        channel.close();
        String why = deadline.isPassed() ? late(timeout) : e.getMessage();
        throw new IOException("cannot connect to " + socket + ": " + why, e);
      }
    }
  }

  private static String late(Duration limit) {
    return "no answer within " + limit.toMillis() + " ms";
  }

  /**
   * Calls a method and waits for its answer as long as it takes.
   *
   * @throws RpcException if the other side answers with an error
   * @throws IOException if the connection is lost before the answer, or the reply is not an answer
   */
  public JsonObject call(String method, JsonObject params) throws IOException {
    lastId++;
    IOException unsent = null;
    try {
      out.writeLine(RpcRequest.line(lastId, method, params));
    } catch (IOException e) { // a server that refuses says why and closes: read that first
      unsent = e;
    }
    try {
      JsonObject message = next();
      while (message != null && !isAnswer(message)) {
        message = next();
      }
      return resultOf(message);
    } catch (IOException e) {
      if (unsent != null) {
        e.addSuppressed(unsent);
      }
      String why = e.getMessage() == null ? "the connection was closed here" : e.getMessage();
      throw new IOException("no answer to " + method + ": " + why, e);
    }
  }

  /**
   * Calls a method and waits for its answer for at most {@code timeout}; past it, the connection is
   * closed, since the answer would come in the place of another.
   *
   * @throws RpcException if the other side answers with an error
   * @throws IOException if the connection is lost before the answer, or the reply is not an answer
   */
  public JsonObject call(String method, JsonObject params, Duration timeout) throws IOException {
    try (Deadline deadline = Deadline.start(channel, timeout)) {
      try {
        return call(method, params);
      } catch (IOException e) {
        throw deadline.isPassed()
            ? new IOException("no answer to " + method + " within " + timeout.toMillis() + " ms", e)
            : e;
      }
    }
  }

  /**
   * Hands notifications to the listener until the other side ends the connection, or {@link #close}
   * is called here.
   *
   * @throws IOException if the connection breaks
   */
  public void awaitNotifications() throws IOException {
    try {
      JsonObject message = next();
      while (message != null) {
        boolean _ = isAnswer(message);
        message = next();
      }
    } catch (IOException e) {
      if (channel.isOpen()) {
        throw e;
      }
    }
  }

  private @Nullable JsonObject next() throws IOException {
    try {
      String line = in.readLine();
      return line == null ? null : JsonObject.parse(line);
    } catch (RpcException e) {
      throw notJsonRpc(String.valueOf(e.getMessage()), e);
    }
  }

  /** Returns whether this is the answer to the last call; hands a notification to the listener. */
  private boolean isAnswer(JsonObject message) throws IOException {
    if (message.asMap().get("method") instanceof String method) {
      listener.onNotification(method, paramsOf(message));
      return false;
    }
    Object id = message.asMap().get("id");
    return id == null || id.equals(lastId); // null: the connection itself is refused
  }

  private static JsonObject paramsOf(JsonObject notification) throws IOException {
    try {
      JsonObject params = notification.findObject("params");
      return params == null ? JsonObject.empty() : params;
    } catch (RpcException e) {
      throw notJsonRpc(notification.toString(), e);
    }
  }

  private static JsonObject resultOf(@Nullable JsonObject answer) throws IOException {
    if (answer == null) {
      throw new IOException("the other side closed the connection");
    } else if (answer.has("error")) {
      throw errorOf(answer);
    } else if (answer.asMap().get("result") instanceof Map) {
      return answer.object("result");
    }
    throw notJsonRpc(answer.toString(), null);
  }

  private static RpcException errorOf(JsonObject answer) throws IOException {
    try {
      return RpcReply.errorOf(answer.object("error"));
    } catch (RpcException e) { // the error itself is malformed
      throw notJsonRpc(answer.toString(), e);
    }
  }

  private static IOException notJsonRpc(String what, @Nullable RpcException cause) {
    String shown = what.length() > MAX_SHOWN ? what.substring(0, MAX_SHOWN) + "…" : what;
    return new IOException("the other side does not speak JSON-RPC: " + shown, cause);
  }

  /** Closes the connection; calls of it that run on the other side are interrupted. */
  @Override
  public void close() throws IOException {
    channel.close();
  }
}
