package dev.localport.daemon.tunnel;

import dev.localport.api.FailureKind;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Transport;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Opens sessions to pods. Thread-safe. */
public final class SessionDialer {
  static final String TUNNEL_NAME = "SPDY/3.1+portforward.k8s.io";

  private final UpgradeConnector connector;
  private final InstantSource clock;
  private final Map<String, SessionGroup> groups = new ConcurrentHashMap<>();

  /** Dials over the given transport; {@code clock} is the wall time of what is shown. */
  public SessionDialer(Transport transport, InstantSource clock) {
    this.connector = new UpgradeConnector(transport);
    this.clock = clock;
  }

  /** Returns the sessions over one route to an API server. */
  public SessionGroup group(String way) {
    return groups.computeIfAbsent(way, name -> new SessionGroup());
  }

  /** Has all sessions prove that they live, see {@link SessionGroup#proveAll}. */
  public void proveAll() {
    groups.values().forEach(SessionGroup::proveAll);
  }

  /**
   * How an API server is reached and what it is shown. Immutable.
   *
   * @param headers credentials and the like, sent with the upgrade
   */
  public record Access(Endpoint endpoint, Map<String, List<String>> headers) {
    /** Copies the headers, so that none ever changes. */
    public Access {
      headers = Map.copyOf(headers);
    }

    /** Returns a request without a body, with the headers that every request to the server has. */
    FullHttpRequest request(HttpMethod method, String path) {
      FullHttpRequest request =
          new DefaultFullHttpRequest(
              HttpVersion.HTTP_1_1, method, endpoint.basePath() + path, Unpooled.EMPTY_BUFFER);
      headers.forEach(request.headers()::set);
      request.headers().set(HttpHeaderNames.HOST, endpoint.authority());
      return request;
    }
  }

  /** Says what gives access now: tokens and certificates have their day. */
  @FunctionalInterface
  public interface Renewal {
    /** Returns it. May block; is called on a thread of its own. */
    Access access() throws DialException;
  }

  /**
   * One session to open.
   *
   * @param access what opens it
   * @param renewal asked where a session connects again and again
   * @param namespace of the pod
   * @param pod its name
   * @param patience how long the session may be silent
   * @param way names the route to the API server: sessions over the same one watch each other
   */
  public record Request(
      Access access, Renewal renewal, String namespace, String pod, Patience patience, String way) {
    String path() {
      return "/api/v1/namespaces/%s/pods/%s/portforward".formatted(inPath(namespace), inPath(pod));
    }

    /** A name is what a server says it is, and may be none that a path can have. */
    private static String inPath(String name) {
      return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  /**
   * Opens a session on the given event loop. The future fails with a {@link DialException}; it has
   * no deadline of its own, and cancelling it closes the connection.
   */
  public CompletableFuture<Session> dial(Request request, Protocol protocol, EventLoop loop) {
    Heartbeat.Settings settings =
        new Heartbeat.Settings(request.patience(), clock, System::nanoTime, group(request.way()));
    CompletableFuture<Session> opened = new CompletableFuture<>();
    Upgrade.Question question =
        switch (protocol) {
          case SPDY -> new SpdyUpgrade(request.access(), request.path(), settings, opened);
          case TUNNEL ->
              new WebSocketUpgrade(
                  request.access(), request.path(), TUNNEL_NAME, tunnel(settings, opened));
          case CHANNEL -> ChannelDial.trial(connector, request, settings, loop, opened);
        };
    Channel channel = connector.ask(request.access(), question, loop);
    var _ =
        opened.whenComplete((session, failure) -> {
          if (failure != null) {
            var _ = channel.close();
          } else {
            group(request.way()).add(session);
          }
        });
    return opened;
  }

  /** Makes a session of a WebSocket that stands. */
  static CompletableFuture<Channel> tunnel(
      Heartbeat.Settings settings, CompletableFuture<Session> opened) {
    CompletableFuture<Channel> switched = new CompletableFuture<>();
    var _ =
        switched.whenComplete((channel, failure) -> {
          if (failure != null) {
            opened.completeExceptionally(failure);
            return;
          }
          SpdySession session = new SpdySession(channel, Protocol.TUNNEL, settings);
          WebSocketUpgrade.countBytes(channel, new ReadBytes(session::received));
          channel
              .pipeline()
              .addLast(
                  new WebSocketBytes(session::close, settings.nanoTime()),
                  new SpdyHandler(session));
          opened.complete(session);
        });
    return switched;
  }

  /** Returns what a dial that takes too long ends with. */
  public static DialException tooSlow(Endpoint endpoint, Duration after) {
    return new DialException(
        FailureKind.UNREACHABLE,
        "the API server %s:%d does not respond (%d s)"
            .formatted(endpoint.host(), endpoint.port(), after.toSeconds()),
        new Refusal.Silent("no answer within %d s".formatted(after.toSeconds())));
  }
}
