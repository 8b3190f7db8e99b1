package dev.localport.daemon.control;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.localport.rpc.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;

/** A client written from the page alone: lines out, lines in. Not thread-safe. */
final class ApiPeer implements AutoCloseable {
  private final SocketChannel channel;
  private final BufferedReader in;
  private final UnaryOperator<String> rename;
  private final List<JsonObject> unread = new ArrayList<>(); // notifications

  /**
   * Connects.
   *
   * @param rename gives received values the names that the page uses
   */
  ApiPeer(Path socket, UnaryOperator<String> rename) throws IOException {
    channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
    in = new BufferedReader(Channels.newReader(channel, UTF_8));
    this.rename = rename;
  }

  void send(String line) throws IOException {
    ByteBuffer bytes = UTF_8.encode(line + "\n");
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /** Returns the next answer; notifications before it are kept. */
  JsonObject answer() throws IOException {
    JsonObject message = read();
    while (message.has("method")) {
      unread.add(message);
      message = read();
    }
    return message;
  }

  /** Returns the next notification of that name; others are kept. */
  JsonObject notification(String method) throws IOException {
    for (Iterator<JsonObject> kept = unread.iterator(); kept.hasNext(); ) {
      JsonObject message = kept.next();
      if (message.text("method").equals(method)) {
        kept.remove();
        return message;
      }
    }
    JsonObject message = read();
    while (!message.text("method").equals(method)) {
      unread.add(message);
      message = read();
    }
    return message;
  }

  /** Returns what comes next; to be called where nothing was kept. */
  JsonObject next() throws IOException {
    return read();
  }

  private JsonObject read() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new AssertionError("the daemon ended the connection");
    }
    return JsonObject.parse(rename.apply(line));
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
