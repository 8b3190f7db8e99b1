package dev.localport.e2e;

import dev.localport.rpc.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Just enough HTTP to ask a test server: one request a connection, over a plain socket. */
public final class Http {
  private static final int READ_TIMEOUT_MILLIS = 60_000;

  private Http() {}

  /** Connects to a local port; reads give up after a minute. */
  public static Socket connect(int port) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(READ_TIMEOUT_MILLIS);
    return socket;
  }

  /** Returns the body of a page as text; the status has to be 200. */
  public static String get(int port, String path) throws IOException {
    try (Socket socket = connect(port)) {
      InputStream body = open(socket, path);
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  /** Returns the pod that answers at the port. */
  public static String pod(int port) throws IOException {
    return JsonObject.parse(get(port, "/whoami")).text("pod");
  }

  /** Asks for a page and returns its body, to be read from the socket. */
  public static InputStream open(Socket socket, String path) throws IOException {
    socket
        .getOutputStream()
        .write(
            "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
                .formatted(path)
                .getBytes(StandardCharsets.US_ASCII));
    InputStream in = new BufferedInputStream(socket.getInputStream(), 64 * 1024);
    String status = line(in);
    if (!status.contains(" 200 ")) {
      throw new IOException("the answer to " + path + " is: " + status);
    }
    long length = -1;
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      if (header.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
        length = Long.parseLong(header.substring("content-length:".length()).strip());
      }
    }
    return length < 0 ? in : new Bounded(in, length);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new IOException("the connection ended within the headers: \"" + line + "\"");
      }
      line.append((char) c);
    }
    return line.toString().stripTrailing();
  }

  /** The body of a known length: it ends there, and a connection that ends before is an error. */
  private static final class Bounded extends InputStream {
    private final InputStream in;
    private long left;

    Bounded(InputStream in, long length) {
      this.in = in;
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(buffer, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new IOException("the connection ended " + left + " bytes before the body's end");
      }
      left -= count;
      return count;
    }
  }
}
