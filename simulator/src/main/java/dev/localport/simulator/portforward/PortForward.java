package dev.localport.simulator.portforward;

import dev.localport.simulator.pods.RunningPod;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns a request for {@code portforward} into a session, or says in words why not. */
public final class PortForward {
  private static final String SPDY = "SPDY/3.1";
  private static final String TUNNEL_NAME = "SPDY/3.1+portforward.k8s.io";
  private static final String CHANNEL_NAME = "v4.channel.k8s.io";
  private static final String STREAM_PROTOCOL = "portforward.k8s.io";
  private static final int MAX_MESSAGE = 16 * 1024 * 1024 + 8; // the longest SPDY frame
  private static final int MAX_CHUNK = 64 * 1024;
  private static final int MAX_HEADERS = 16 * 1024;

  /** The protocols; a server that is older or behind a proxy speaks fewer. */
  public enum Protocol {
    /** SPDY/3.1 in WebSocket messages. */
    TUNNEL,
    /** WebSocket v4.channel.k8s.io. */
    CHANNEL,
    /** SPDY/3.1 after an upgrade. */
    SPDY
  }

  /** Fired through a connection's pipeline: a session in it says GOAWAY. */
  public record GoAway() {}

  /** Fired through a connection's pipeline: a session in it answers pings from now on, only. */
  public record PingsOnly() {}

  private final long pairTimeoutMillis;

  /**
   * Makes a server's side.
   *
   * @param pairTimeoutMillis how long a stream waits for the other of its pair; kubelet: 30 s
   */
  public PortForward(long pairTimeoutMillis) {
    this.pairTimeoutMillis = pairTimeoutMillis;
  }

  /**
   * Upgrades the connection, after which no handler of HTTP is left in it.
   *
   * @param http the handler that was given the request
   * @param spoken what the server speaks
   * @return null if it was upgraded; else why not, for an answer with status 400
   */
  public @Nullable String upgrade(
      ChannelHandlerContext http, FullHttpRequest request, RunningPod pod, Set<Protocol> spoken) {
    HttpHeaders headers = request.headers();
    if (!headers.containsValue(HttpHeaderNames.CONNECTION, "upgrade", true)) {
      return "Upgrade request required";
    }
    String to = headers.get(HttpHeaderNames.UPGRADE, "");
    if (to.equalsIgnoreCase("websocket")) {
      return webSocket(http, request, pod, spoken);
    }
    if (!to.equalsIgnoreCase(SPDY) || !spoken.contains(Protocol.SPDY)) {
      return "Upgrade request required";
    }
    if (!headers.getAll("X-Stream-Protocol-Version").contains(STREAM_PROTOCOL)) {
      return "unable to upgrade: unable to negotiate protocol: client supports %s, server accepts [%s]"
          .formatted(headers.getAll("X-Stream-Protocol-Version"), STREAM_PROTOCOL);
    }
    spdy(http, pod);
    return null;
  }

  /** Returns the protocol that a request for {@code portforward} asks for. */
  public static Protocol asked(FullHttpRequest request) {
    if (request.headers().get(HttpHeaderNames.UPGRADE, "").equalsIgnoreCase(SPDY)) {
      return Protocol.SPDY;
    }
    return offered(request).contains(TUNNEL_NAME) ? Protocol.TUNNEL : Protocol.CHANNEL;
  }

  private static List<String> offered(FullHttpRequest request) {
    return request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL).stream()
        .flatMap(line -> Stream.of(line.split(",", -1)))
        .map(String::strip)
        .toList();
  }

  private void spdy(ChannelHandlerContext http, RunningPod pod) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    response
        .headers()
        .set(HttpHeaderNames.CONNECTION, "Upgrade")
        .set(HttpHeaderNames.UPGRADE, SPDY)
        .set("X-Stream-Protocol-Version", STREAM_PROTOCOL);
    var _ = http.writeAndFlush(response);
    ChannelPipeline pipeline = http.pipeline();
    pipeline.remove(HttpObjectAggregator.class);
    pipeline.remove(http.handler());
    addSpdy(pipeline, pod);
    pipeline.remove(HttpServerCodec.class); // passes on what followed the request
  }

  private void addSpdy(ChannelPipeline pipeline, RunningPod pod) {
    pipeline.addLast(
        new SpdyFrameCodec(SpdyVersion.SPDY_3_1, MAX_CHUNK, MAX_HEADERS, 6, 15, 8),
        new ServerSpdySession(pod, pairTimeoutMillis));
  }

  private @Nullable String webSocket(
      ChannelHandlerContext http, FullHttpRequest request, RunningPod pod, Set<Protocol> spoken) {
    List<String> offered = offered(request);
    if (spoken.contains(Protocol.TUNNEL) && offered.contains(TUNNEL_NAME)) {
      handshake(
          http,
          request,
          TUNNEL_NAME,
          () -> {
            http.pipeline().addLast(new WebSocketTunnel());
            addSpdy(http.pipeline(), pod);
          });
      return null;
    }
    List<Integer> ports = ports(request.uri());
    if (ports == null) {
      return "query parameter \"port\" is required"; // what older servers say to the tunnel
    }
    if (!spoken.contains(Protocol.CHANNEL)
        || (!offered.isEmpty() && !offered.contains(CHANNEL_NAME))) {
      return "unable to upgrade: websocket sub-protocol %s is not supported".formatted(offered);
    }
    handshake(
        http,
        request,
        offered.isEmpty() ? null : CHANNEL_NAME,
        () ->
            http.pipeline()
                .addLast(
                    new WebSocketFrameAggregator(MAX_MESSAGE),
                    new WebSocketTunnel(),
                    new ServerChannelSession(pod, ports)));
    return null;
  }

  private static @Nullable List<Integer> ports(String uri) {
    List<Integer> ports = new ArrayList<>();
    for (String text : new QueryStringDecoder(uri).parameters().getOrDefault("ports", List.of())) {
      for (String port : text.split(",", -1)) {
        if (!port.matches("\\d{1,5}")) {
          return null;
        }
        ports.add(Integer.parseInt(port));
      }
    }
    return ports.isEmpty() ? null : ports;
  }

  private static void handshake(
      ChannelHandlerContext http,
      FullHttpRequest request,
      @Nullable String protocol,
      Runnable then) {
    ChannelHandler handler = http.handler();
    WebSocketServerHandshaker handshaker =
        new WebSocketServerHandshakerFactory(request.uri(), protocol, false, MAX_MESSAGE)
            .newHandshaker(request);
    if (handshaker == null) {
      var _ = WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(http.channel());
      return;
    }
    var _ =
        handshaker
            .handshake(http.channel(), request)
            .addListener(done -> {
              if (done.isSuccess()) {
                http.pipeline().remove(handler);
                then.run();
              } else {
                var _ = http.close();
              }
            });
  }
}
