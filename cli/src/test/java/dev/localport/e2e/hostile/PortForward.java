package dev.localport.e2e.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.localport.testing.Await;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Answers the upgrades of port forwards as one hostile peer does, and all else as it should be. */
public record PortForward(HostilePeer peer) implements HostileApi.Behavior {
  private static final Pattern KEY = header("sec-websocket-key");
  private static final Pattern PROTOCOL = header("sec-websocket-protocol");
  private static final int PING = 6;
  private static final int SYN_STREAM = 1;
  private static final int SYN_REPLY = 2;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static Pattern header(String name) {
    return Pattern.compile("(?im)^" + name + ": *([^,\\r]+)");
  }

  @Override
  public boolean answer(Socket client, HostileApi.Request request) throws IOException {
    String head = request.head().toLowerCase(Locale.ROOT);
    if (!request.path().contains("/portforward")) {
      return HostileApi.plain(client, request);
    }
    boolean webSocket = head.contains("upgrade: websocket");
    if (webSocket != peer.isWebSocket()) {
      HostileApi.say(client, webSocket ? 403 : 400, "{}");
      return true;
    }
    client.getOutputStream().write(Bytes.text(webSocket ? webSocket(request.head()) : spdy()));
    attack(client);
    return false;
  }

  private static String spdy() {
    return """
    HTTP/1.1 101 Switching Protocols
    Connection: Upgrade
    Upgrade: SPDY/3.1
    X-Stream-Protocol-Version: portforward.k8s.io

    """
        .replace("\n", "\r\n");
  }

  private static String webSocket(String head) throws IOException {
    return """
    HTTP/1.1 101 Switching Protocols
    Connection: Upgrade
    Upgrade: websocket
    Sec-WebSocket-Accept: %s
    Sec-WebSocket-Protocol: %s

    """
        .replace("\n", "\r\n")
        .formatted(accept(found(KEY, head)), found(PROTOCOL, head));
  }

  /** Returns the answer that makes a WebSocket of a request which names no sub-protocol. */
  static String webSocketWithoutProtocol(String head) throws IOException {
    return """
    HTTP/1.1 101 Switching Protocols
    Connection: Upgrade
    Upgrade: websocket
    Sec-WebSocket-Accept: %s

    """
        .replace("\n", "\r\n")
        .formatted(accept(found(KEY, head)));
  }

  private static String accept(String key) {
    try {
      byte[] bytes = (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  private static String found(Pattern header, String head) throws IOException {
    Matcher found = header.matcher(head);
    if (!found.find()) {
      throw new IOException("no " + header);
    }
    return found.group(1).strip();
  }

  private void attack(Socket client) throws IOException {
    if (peer.isReading()) {
      Thread.ofVirtual().start(() -> read(client));
    }
    for (int round = 1; !client.isClosed(); round++) {
      byte[] next = peer.next(round);
      if (next == null) {
        Await.pass(PAUSE);
      } else {
        send(client, next);
      }
    }
  }

  /** One frame after the other, also where two threads write. */
  private static void send(Socket client, byte[] bytes) throws IOException {
    OutputStream out = client.getOutputStream();
    synchronized (out) {
      out.write(bytes);
    }
  }

  private void read(Socket client) {
    try (client) {
      DataInputStream in = new DataInputStream(client.getInputStream());
      if (peer.isWebSocket()) {
        in.transferTo(OutputStream.nullOutputStream());
      }
      while (true) {
        int word = in.readInt();
        int second = in.readInt();
        byte[] content = in.readNBytes(second & 0xffffff);
        if (word < 0) {
          answer(client, word & 0xffff, content);
        }
      }
    } catch (IOException _) {
      // cut off, as it should be
    }
  }

  private void answer(Socket client, int type, byte[] content) throws IOException {
    if (type == PING) {
      send(client, Bytes.control(PING, content));
    } else if (type == SYN_STREAM) {
      byte[] id = Arrays.copyOf(content, Integer.BYTES);
      send(client, Bytes.control(SYN_REPLY, id));
      give(client, ByteBuffer.wrap(id).getInt());
    }
  }

  private void give(Socket client, int stream) throws IOException {
    byte[] gift = peer.gift(stream);
    send(client, gift);
    if (peer.isEndless() && gift.length > 0) {
      Thread.ofVirtual().start(() -> giveOn(client, gift));
    }
  }

  private static void giveOn(Socket client, byte[] gift) {
    try {
      while (!client.isClosed()) {
        send(client, gift);
      }
    } catch (IOException _) {
      // cut off
    }
  }
}
