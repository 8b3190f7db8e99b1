package dev.localport.e2e.traffic;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;

/** A server that sends back short WebSocket messages (RFC 6455), on a free port of 127.0.0.1. */
public final class WebSocketEcho implements Closeable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String KEY = "sec-websocket-key:";
  private static final int LONGEST = 125;

  private final ServerSocket listener;

  private WebSocketEcho(ServerSocket listener) {
    this.listener = listener;
    Thread.ofVirtual().name("websocket-echo").start(this::accept);
  }

  /** Starts one. */
  public static WebSocketEcho start() throws IOException {
    return new WebSocketEcho(new ServerSocket(0, 16, InetAddress.getLoopbackAddress()));
  }

  /** Returns where it listens. */
  public int port() {
    return listener.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // it was closed
    }
  }

  private static void serve(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(new BufferedInputStream(client.getInputStream()));
      OutputStream out = client.getOutputStream();
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: %s\r\n\r\n".formatted(accepted(key(in))))
              .getBytes(StandardCharsets.US_ASCII));
      while (true) {
        echo(in, out);
      }
    } catch (IOException _) {
      // it ended
    }
  }

  private static String key(DataInputStream in) throws IOException {
    String key = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      if (line.toLowerCase(Locale.ROOT).startsWith(KEY)) {
        key = line.substring(KEY.length()).strip();
      }
    }
    return key;
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static String accepted(String key) throws IOException {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /** Sends one frame back as it came, without its mask. */
  private static void echo(DataInputStream in, OutputStream out) throws IOException {
    int head = in.readUnsignedByte();
    int length = in.readUnsignedByte() & 0x7f;
    if (length > LONGEST) {
      throw new IOException("longer than this server understands");
    }
    byte[] mask = in.readNBytes(4);
    byte[] frame = new byte[2 + length];
    frame[0] = (byte) head;
    frame[1] = (byte) length;
    in.readFully(frame, 2, length);
    for (int i = 0; i < length; i++) {
      frame[2 + i] ^= mask[i % 4];
    }
    out.write(frame);
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
