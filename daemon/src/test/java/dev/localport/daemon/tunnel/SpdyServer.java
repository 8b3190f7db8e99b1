package dev.localport.daemon.tunnel;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Transport;
import dev.localport.testing.Await;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.spdy.DefaultSpdyGoAwayFrame;
import io.netty.handler.codec.spdy.SpdyFrameCodec;
import io.netty.handler.codec.spdy.SpdyPingFrame;
import io.netty.handler.codec.spdy.SpdyVersion;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ResourceLeakDetector;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server on loopback that answers one upgrade a connection and, where it says 101, speaks SPDY
 * with Netty's codec. {@link PodPorts} says what its pod does.
 */
public final class SpdyServer implements AutoCloseable {
  /** What a Kubernetes API server says. */
  public static final String SWITCHING =
      """
      HTTP/1.1 101 Switching Protocols
      Connection: Upgrade
      Upgrade: SPDY/3.1
      X-Stream-Protocol-Version: portforward.k8s.io

      """
          .replace("\n", "\r\n");

  /** What is said to any WebSocket; servers before 1.31 say it to one without a port. */
  private static final String NO_TUNNEL =
      """
      HTTP/1.1 400 Bad Request
      Content-Length: 77

      {"kind":"Status","code":400,"message":"query parameter \\"port\\" is required"}\
      """
          .replace("\n", "\r\n");

  static {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
  }

  /** The requests that came, headers and all. */
  public final List<String> requests = new CopyOnWriteArrayList<>();

  /** What a GET of a path is answered with; others are 404. A watch is always forbidden. */
  public final Map<String, String> objects = new ConcurrentHashMap<>();

  /** What upgrades for single pods are answered with, by the pod's name; others as usual. */
  public final Map<String, String> podAnswers = new ConcurrentHashMap<>();

  /** Whether pings are answered. */
  public volatile boolean answersPings = true;

  private final NioEventLoopGroup group = new NioEventLoopGroup(1);
  private final List<Runnable> unanswered = new CopyOnWriteArrayList<>();
  private final List<Channel> sessions = new CopyOnWriteArrayList<>();
  private final Channel listener;
  private volatile byte[] answer;

  /** Answers every upgrade with 101. */
  public SpdyServer() {
    this(SWITCHING, null);
  }

  /** Answers every upgrade with these characters, each a byte; empty: closes instead. */
  public SpdyServer(String answer, @Nullable SslContext tls) {
    this.answer = answer.getBytes(ISO_8859_1);
    listener =
        new ServerBootstrap()
            .group(group)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (tls != null) {
                      channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                    }
                    channel.pipeline().addLast(new Greeting());
                  }
                })
            .bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .syncUninterruptibly()
            .channel();
  }

  /** Answers upgrades with these characters from now on. */
  public void answer(String text) {
    answer = text.getBytes(ISO_8859_1);
  }

  /** Returns how many sessions are open. */
  public long openSessions() {
    return sessions.stream().filter(Channel::isOpen).count();
  }

  /** Returns how it is reached. */
  public Endpoint endpoint() {
    return endpoint(null);
  }

  Endpoint endpoint(@Nullable SslContext tls) {
    int port = ((InetSocketAddress) listener.localAddress()).getPort();
    return new Endpoint("127.0.0.1", port, "", tls, "127.0.0.1", null);
  }

  /** Opens a session to it, on the given event loop. */
  public Session dial(Transport transport, EventLoop loop) {
    return Await.get(
        new SessionDialer(transport, InstantSource.system())
            .dial(request(endpoint()), Protocol.SPDY, loop));
  }

  static SessionDialer.Request request(Endpoint endpoint) {
    SessionDialer.Access access =
        new SessionDialer.Access(
            endpoint,
            Map.of(
                "Authorization", List.of("Bearer secret"), "Impersonate-Group", List.of("a", "b")));
    return new SessionDialer.Request(
        access, () -> access, "shop", "web-1", SessionFixture.PATIENCE, "test");
  }

  /** Returns how many pings wait. */
  public int unansweredPings() {
    return unanswered.size();
  }

  /** Answers all pings that wait, and those that come. */
  public void answerPings() {
    answersPings = true;
    for (Runnable answer : unanswered) {
      answer.run();
    }
  }

  private void onPing(ChannelHandlerContext context, SpdyPingFrame ping) {
    if (answersPings) {
      var _ = context.writeAndFlush(ping);
    } else {
      unanswered.add(() -> {
        var _ = context.writeAndFlush(ping);
      });
    }
  }

  /** Says to every session that no new streams are welcome. */
  public void goAway() {
    for (Channel session : sessions) {
      var _ = session.writeAndFlush(new DefaultSpdyGoAwayFrame(0));
    }
  }

  /** Cuts every session off. */
  public void cut() {
    for (Channel session : sessions) {
      var _ = session.close();
    }
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
  }

  private final class Greeting extends ChannelInboundHandlerAdapter {
    private final ByteBuf seen = Unpooled.buffer();

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      ByteBuf bytes = (ByteBuf) message;
      seen.writeBytes(bytes);
      bytes.release();
      String request = seen.toString(ISO_8859_1);
      if (request.endsWith("\r\n\r\n")) {
        seen.clear();
        requests.add(request);
        if (request.startsWith("GET ")
            && request.lines().findFirst().orElse("").contains("/portforward")) {
          var _ = context.writeAndFlush(Unpooled.copiedBuffer(NO_TUNNEL, ISO_8859_1));
        } else if (request.startsWith("GET ")) {
          get(context, request.split(" ", 3)[1], request.contains("as=Table"));
        } else {
          answer(context, answerTo(request));
        }
      }
    }

    private void get(ChannelHandlerContext context, String uri, boolean isTable) {
      String path = uri.split("\\?", 2)[0];
      boolean isList = path.endsWith("/pods") && !isTable;
      String object = uri.contains("watch=true") ? null : isList ? podsIn(path) : objects.get(path);
      String status = uri.contains("watch=true") ? "403 Forbidden" : "404 Not Found";
      String body =
          object == null
              ? "{\"kind\":\"Status\",\"code\":%s,\"message\":\"%s\"}"
                  .formatted(status.substring(0, 3), status)
              : object;
      String head =
          "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
              .formatted(object == null ? status : "200 OK", body.length());
      var _ = context.writeAndFlush(Unpooled.copiedBuffer(head + body, ISO_8859_1));
    }

    private String podsIn(String path) {
      return objects.entrySet().stream()
          .filter(object -> object.getKey().startsWith(path + "/"))
          .map(Map.Entry::getValue)
          .collect(
              Collectors.joining(
                  ",",
                  "{\"kind\":\"PodList\",\"apiVersion\":\"v1\","
                      + "\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[",
                  "]}"));
    }

    private byte[] answerTo(String request) {
      return podAnswers.entrySet().stream()
          .filter(pod -> request.contains("/pods/" + pod.getKey() + "/"))
          .map(pod -> pod.getValue().getBytes(ISO_8859_1))
          .findFirst()
          .orElse(answer);
    }

    private void answer(ChannelHandlerContext context, byte[] answer) {
      if (answer.length == 0) {
        var _ = context.close();
        return;
      }
      if (new String(answer, ISO_8859_1).startsWith("HTTP/1.1 101")) {
        sessions.add(context.channel());
        context
            .pipeline()
            .addLast(
                new SpdyFrameCodec(SpdyVersion.SPDY_3_1), new PodPorts(SpdyServer.this::onPing))
            .remove(this);
      }
      var _ = context.writeAndFlush(Unpooled.wrappedBuffer(answer));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      var _ = context.close(); // the client's business
    }
  }
}
