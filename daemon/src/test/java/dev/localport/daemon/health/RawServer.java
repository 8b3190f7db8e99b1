package dev.localport.daemon.health;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server on loopback that says what a test wants, byte by byte. */
final class RawServer implements AutoCloseable {
  final List<Socket> accepted = new CopyOnWriteArrayList<>();
  private final ServerSocket server;

  /** What is done with each connection. */
  interface Answer {
    void to(Socket client) throws IOException;
  }

  RawServer(Answer answer) throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("raw-server").start(() -> serve(answer));
  }

  /** Returns one that sends this to whoever has asked, and ends. */
  static RawServer saying(String text) throws IOException {
    return new RawServer(client -> {
      byte[] request = new byte[4096];
      if (client.getInputStream().read(request) > 0) {
        client.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      }
      client.close();
    });
  }

  /** Returns one that takes connections and says nothing. */
  static RawServer silent() throws IOException {
    return new RawServer(client -> {});
  }

  /** Closes a connection so that its client sees a reset. */
  static void reset(Socket client) throws IOException {
    client.setOption(StandardSocketOptions.SO_LINGER, 0);
    client.close();
  }

  private void serve(Answer answer) {
    try {
      while (true) {
        Socket client = server.accept();
        accepted.add(client);
        answer.to(client);
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  int port() {
    return server.getLocalPort();
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Socket client : accepted) {
      client.close();
    }
  }
}
