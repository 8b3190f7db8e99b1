package dev.localport.daemon.net;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Reads what a client begins with, answers in plain text, and ends the connection. */
final class PlainServer implements AutoCloseable {
  private final ServerSocket listening = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
  private final byte[] answer;

  PlainServer(String answer) throws IOException {
    this.answer = answer.getBytes(ISO_8859_1);
    Thread.ofVirtual().name("plain-server").start(this::serve);
  }

  int port() {
    return listening.getLocalPort();
  }

  private void serve() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        Thread.ofVirtual().name("plain-client").start(() -> answer(client));
      } catch (IOException _) {
        return; // closed
      }
    }
  }

  /* What the client sends goes on being read: unread bytes would turn the end into a reset. */
  private void answer(Socket client) {
    try (client) {
      byte[] bytes = new byte[4_096];
      if (client.getInputStream().read(bytes) > 0) {
        OutputStream out = client.getOutputStream();
        out.write(answer);
        client.shutdownOutput();
        client.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException _) {
      // the client has seen enough
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
  }
}
