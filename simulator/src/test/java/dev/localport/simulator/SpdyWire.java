package dev.localport.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.spdy.DefaultSpdyDataFrame;
import io.netty.handler.codec.spdy.DefaultSpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyDataFrame;
import io.netty.handler.codec.spdy.SpdyFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyRstStreamFrame;
import io.netty.handler.codec.spdy.SpdySynReplyFrame;
import io.netty.handler.codec.spdy.SpdySynStreamFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's end of a SPDY session on a plain blocking socket: sends anything, reads frames. */
final class SpdyWire implements AutoCloseable {
  private static final int LIMIT_MILLIS = 30_000;

  private final Socket socket;
  private final EmbeddedChannel codec =
      new EmbeddedChannel(new SpdyFrameCodec(SpdyVersion.SPDY_3_1));

  private SpdyWire(Socket socket) {
    this.socket = socket;
  }

  /** Sends an upgrade for a pod of the namespace demo; returns the answer's head. */
  static String ask(Socket socket, String token, String pod, String headers) throws IOException {
    socket.setSoTimeout(LIMIT_MILLIS);
    String request =
        """
        POST /api/v1/namespaces/demo/pods/%s/portforward HTTP/1.1
        Host: localhost
        Authorization: Bearer %s
        Content-Length: 0
        %s
        """
            .formatted(pod, token, headers)
            .replace("\n", "\r\n");
    socket.getOutputStream().write(request.getBytes(US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("the server closed the connection");
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /** Opens a session to a pod. */
  static SpdyWire open(Simulator simulator, String pod) throws IOException {
    Socket socket = socket(simulator);
    String head =
        ask(
            socket,
            simulator.token(),
            pod,
            """
            Connection: Upgrade
            Upgrade: SPDY/3.1
            X-Stream-Protocol-Version: portforward.k8s.io
            """);
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException(head);
    }
    return new SpdyWire(socket);
  }

  static Socket socket(Simulator simulator) throws IOException {
    return simulator
        .tls()
        .getSocketFactory()
        .createSocket("127.0.0.1", simulator.server().getPort());
  }

  void open(int stream, String type, String port, String request) throws IOException {
    SpdySynStreamFrame frame = new DefaultSpdySynStreamFrame(stream, 0, (byte) 0);
    frame.headers().set("streamtype", type).set("port", port);
    if (!request.isEmpty()) {
      frame.headers().set("requestid", request);
    }
    send(frame);
  }

  void data(int stream, String text, boolean last) throws IOException {
    send(new DefaultSpdyDataFrame(stream, Unpooled.copiedBuffer(text, UTF_8)).setLast(last));
  }

  void send(SpdyFrame frame) throws IOException {
    codec.writeOutbound(frame);
    for (ByteBuf bytes = codec.readOutbound(); bytes != null; bytes = codec.readOutbound()) {
      raw(ByteBufUtil.getBytes(bytes));
      bytes.release();
    }
  }

  void raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Returns the next frame in short words; "end" when the server has closed the connection. */
  String next() throws IOException {
    SpdyFrame frame = codec.readInbound();
    while (frame == null) {
      byte[] some = new byte[8192];
      int count = socket.getInputStream().read(some);
      if (count < 0) {
        return "end";
      }
      codec.writeInbound(Unpooled.copiedBuffer(some, 0, count));
      frame = codec.readInbound();
    }
    return words(frame);
  }

  /** Says that nothing more will be sent. */
  void socketEnd() throws IOException {
    socket.shutdownOutput();
  }

  /** Returns all frames until the server closes the connection. */
  List<String> untilEnd() throws IOException {
    List<String> frames = new ArrayList<>();
    do {
      frames.add(next());
    } while (!frames.getLast().equals("end"));
    return frames;
  }

  private static String words(@Nullable SpdyFrame frame) {
    return switch (frame) {
      case SpdySynReplyFrame reply -> "reply " + reply.streamId();
      case SpdyDataFrame data -> {
        String text = data.content().toString(UTF_8);
        data.release();
        yield "data %d%s %s".formatted(data.streamId(), data.isLast() ? " last" : "", text).strip();
      }
      case SpdyRstStreamFrame reset -> "reset %d %s".formatted(reset.streamId(), reset.status());
      case SpdyPingFrame ping -> "ping " + ping.id();
      case SpdyGoAwayFrame away -> "goaway " + away.lastGoodStreamId();
      case null, default -> String.valueOf(frame);
    };
  }

  @Override
  public void close() throws IOException {
    codec.finishAndReleaseAll();
    socket.close();
  }
}
