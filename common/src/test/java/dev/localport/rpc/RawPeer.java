package dev.localport.rpc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The other side of a connection, free to say anything. */
final class RawPeer implements AutoCloseable {
  final SocketChannel channel;
  private final LineReader in;

  RawPeer(SocketChannel channel) {
    this.channel = channel;
    this.in = new LineReader(channel);
  }

  void send(byte[] bytes) throws IOException {
    ByteBuffer rest = ByteBuffer.wrap(bytes);
    while (rest.hasRemaining()) {
      channel.write(rest);
    }
  }

  void send(String line) throws IOException {
    send((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  void call(int id, String method) throws IOException {
    send(RpcRequest.line(id, method, JsonObject.empty()));
  }

  @Nullable String read() throws IOException {
    return in.readLine();
  }

  JsonObject readObject() throws IOException {
    String line = in.readLine();
    if (line == null) {
      throw new IOException("closed");
    }
    return JsonObject.parse(line);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
