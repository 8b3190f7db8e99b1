package dev.localport.e2e.pod;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;

/**
 * A server with a port for every way a service may behave. One virtual thread serves one
 * connection; nothing is limited, since only tests connect.
 */
public final class TestServer implements AutoCloseable {
  /** What a port does. */
  public enum Behaviour {
    /** Sends back what comes; a half-close is answered with one when all is sent. */
    ECHO(9001),
    /** Reads and counts; after the client's half-close answers the count and a line feed. */
    DISCARD(9002),
    /** Sends {@code 0123456789} over and over, as fast as it is read. */
    CHARGEN(9003),
    /** Accepts and resets. */
    RESET(9004),
    /** Reads and never answers. */
    SILENT(9005),
    /** Says a line first, as mail and database servers do, then echoes. */
    GREETING(9007),
    /** Accepts and closes in order. */
    CLOSE(9009);

    private final int port;

    Behaviour(int port) {
      this.port = port;
    }
  }

  private static final int HTTP_PORT = 8080;
  private static final int BACKLOG = 128;
  private static final byte[] PATTERN =
      "0123456789".repeat(6_553).getBytes(StandardCharsets.US_ASCII);

  private final Map<Behaviour, ServerSocket> listeners = new EnumMap<>(Behaviour.class);
  private final List<Closeable> opened = new ArrayList<>();
  private final HttpPages pages;

  private TestServer(InetAddress address, IntUnaryOperator portOf) throws IOException {
    for (Behaviour behaviour : Behaviour.values()) {
      int port = portOf.applyAsInt(behaviour.port);
      ServerSocket listener = new ServerSocket(port, BACKLOG, address);
      listeners.put(behaviour, listener);
      opened.add(listener);
    }
    pages = HttpPages.open(new InetSocketAddress(address, portOf.applyAsInt(HTTP_PORT)));
    opened.add(pages);
  }

  /** Serves on the ports that the seed names, on every address, until the process is ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    InetAddress everywhere = new InetSocketAddress(0).getAddress();
    try (TestServer server = start(everywhere, IntUnaryOperator.identity())) {
      System.out.println("http on " + server.httpPort());
      Thread.currentThread().join();
    }
  }

  /**
   * Starts to serve.
   *
   * @param portOf says where to listen instead of the usual port; 0 is any free one
   */
  public static TestServer start(InetAddress address, IntUnaryOperator portOf) throws IOException {
    TestServer server = new TestServer(address, portOf);
    server.listeners.forEach((behaviour, listener) ->
        Thread.ofVirtual().name("accept-" + behaviour).start(() -> accept(behaviour, listener)));
    return server;
  }

  /** Returns where a behaviour is served. */
  public int port(Behaviour behaviour) {
    ServerSocket listener = listeners.get(behaviour);
    if (listener == null) {
      throw new IllegalStateException("every behaviour has a listener, but not " + behaviour);
    }
    return listener.getLocalPort();
  }

  /** Returns where HTTP is served. */
  public int httpPort() {
    return pages.port();
  }

  private static void accept(Behaviour behaviour, ServerSocket listener) {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        Thread.ofVirtual().name(behaviour.toString()).start(() -> serve(behaviour, socket));
      } catch (IOException _) {
        // closed: the loop ends; else one connection failed before it began
      }
    }
  }

  private static void serve(Behaviour behaviour, Socket socket) {
    try (socket) {
      behave(behaviour, socket);
    } catch (IOException _) {
      // the client went: nothing is left to do
    }
  }

  private static void behave(Behaviour behaviour, Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    OutputStream out = socket.getOutputStream();
    switch (behaviour) {
      case ECHO -> in.transferTo(out);
      case DISCARD -> out.write((count(in) + "\n").getBytes(StandardCharsets.US_ASCII));
      case CHARGEN -> generate(out);
      case RESET -> socket.setSoLinger(true, 0);
      case SILENT -> stayAfterEnd(in);
      case GREETING -> {
        out.write("220 testserver ready\r\n".getBytes(StandardCharsets.US_ASCII));
        in.transferTo(out);
      }
      case CLOSE -> {}
    }
  }

  private static long count(InputStream in) throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }

  private static void generate(OutputStream out) throws IOException {
    while (true) {
      out.write(PATTERN);
    }
  }

  /** Reads until the client's half-close, and then keeps the connection until the process ends. */
  private static void stayAfterEnd(InputStream in) throws IOException {
    count(in);
    try {
      Thread.currentThread().join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    for (Closeable each : opened) {
      try {
        each.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
