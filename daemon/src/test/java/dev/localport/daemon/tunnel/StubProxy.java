package dev.localport.daemon.tunnel;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ServerSocketFactory;

/**
 * A proxy that gives fixed answers: one for each time it has read something. After an HTTP 200 it
 * passes bytes to the given port. One connection at a time is a thread of its own.
 */
final class StubProxy implements Closeable {
  final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private final ServerSocket listener;
  private final List<byte[]> answers;
  private final int onward;

  private StubProxy(ServerSocketFactory sockets, List<byte[]> answers, int onward) {
    try {
      this.listener = sockets.createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.answers = List.copyOf(answers);
    this.onward = onward;
    Thread.ofVirtual().start(this::accept);
  }

  /** Answers with bytes, given as text, and passes nothing on; without answers it hangs up. */
  static StubProxy answering(String... answers) {
    List<byte[]> bytes = Arrays.stream(answers).map(StubProxy::latin).toList();
    return new StubProxy(ServerSocketFactory.getDefault(), bytes, 0);
  }

  /** Opens the way to a port, whatever it is asked for. */
  static StubProxy leadingTo(ServerSocketFactory sockets, int port) {
    return new StubProxy(sockets, List.of(latin("HTTP/1.1 200 OK\r\n\r\n")), port);
  }

  private static byte[] latin(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        sockets.add(socket);
        Thread.ofVirtual().start(() -> serve(socket));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      InputStream in = socket.getInputStream();
      for (byte[] answer : answers) {
        heard.add(read(in));
        socket.getOutputStream().write(answer);
      }
      if (onward != 0) {
        pass(socket);
      }
    } catch (IOException _) {
      // the client has gone
    }
  }

  /** Reads a head of HTTP up to its blank line, or whatever else comes at once. */
  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    byte[] buffer = new byte[4096];
    do {
      int count = in.read(buffer);
      if (count < 0) {
        throw new IOException("end");
      }
      read.write(buffer, 0, count);
    } while (read.toString(StandardCharsets.ISO_8859_1).startsWith("C")
        && !read.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n"));
    return read.toString(StandardCharsets.ISO_8859_1);
  }

  private void pass(Socket socket) throws IOException {
    try (Socket target = new Socket(InetAddress.getLoopbackAddress(), onward)) {
      sockets.add(target);
      var _ =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  target.getInputStream().transferTo(socket.getOutputStream());
                  socket.close();
                } catch (IOException _) {
                  // one of both has gone
                }
              });
      socket.getInputStream().transferTo(target.getOutputStream());
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
