package dev.localport.daemon.forward.local;

import dev.localport.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;

/** Somebody who connects to a local port. */
public final class LocalClient implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";

  final Socket socket = new Socket();

  public LocalClient(int port) throws IOException {
    this(LOOPBACK, port);
  }

  public LocalClient(String address, int port) throws IOException {
    socket.setReceiveBufferSize(32 * 1024); // a slow reader is soon behind
    socket.setSoTimeout((int) Await.LIMIT.toMillis());
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  public void send(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  public void end() throws IOException {
    socket.shutdownOutput();
  }

  public String read(int bytes) throws IOException {
    return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.US_ASCII);
  }

  /** Reads so many bytes, or up to the end, and keeps none. */
  public void skip(int bytes) throws IOException {
    byte[] _ = socket.getInputStream().readNBytes(bytes);
  }

  /** Returns everything until the end, and how it ended. */
  public String readAll() throws IOException {
    StringBuilder all = new StringBuilder();
    try {
      byte[] piece = new byte[8192];
      for (int n = 0; n >= 0; n = socket.getInputStream().read(piece)) {
        all.append(new String(piece, 0, n, StandardCharsets.US_ASCII));
      }
      return all + ", end";
    } catch (SocketException e) {
      return all + ", reset";
    }
  }

  /** Goes away as a program that is killed may. */
  public void reset() throws IOException {
    socket.setOption(StandardSocketOptions.SO_LINGER, 0);
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
