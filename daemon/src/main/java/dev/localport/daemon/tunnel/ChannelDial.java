package dev.localport.daemon.tunnel;

import static io.netty.handler.codec.http.websocketx.WebSocketCloseStatus.NORMAL_CLOSURE;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Opens the WebSockets of a {@link ChannelSession}, each over a connection of its own and with the
 * credentials that are valid then: a session lives longer than a token.
 */
final class ChannelDial implements ChannelSession.Opener {
  static final String NAME = "v4.channel.k8s.io";

  /**
   * A port that nothing listens on (tcpmux): a trial has to name one, and the servers in the pod
   * are to see nothing of it.
   */
  private static final int TRIAL_PORT = 1;

  private static final Executor OWN_THREAD =
      task -> Thread.ofVirtual().name("tunnel-access").start(task);

  private final UpgradeConnector connector;
  private final SessionDialer.Request request;
  private final EventLoop loop;
  private final Openings openings = new Openings();

  private ChannelDial(UpgradeConnector connector, SessionDialer.Request request, EventLoop loop) {
    this.connector = connector;
    this.request = request;
    this.loop = loop;
  }

  /**
   * Asks for a WebSocket and closes it: nothing else shows whether the server and all in between
   * let one through, and whether the user is permitted.
   */
  static Upgrade.Question trial(
      UpgradeConnector connector,
      SessionDialer.Request request,
      Heartbeat.Settings settings,
      EventLoop loop,
      CompletableFuture<Session> opened) {
    CompletableFuture<Channel> switched = new CompletableFuture<>();
    var _ =
        switched.whenComplete((channel, failure) -> {
          if (failure != null) {
            opened.completeExceptionally(failure);
            return;
          }
          var _ = channel.writeAndFlush(new CloseWebSocketFrame(NORMAL_CLOSURE));
          var _ = channel.close();
          ChannelDial opener = new ChannelDial(connector, request, loop);
          opened.complete(new ChannelSession(loop, opener, settings));
        });
    return new WebSocketUpgrade(request.access(), path(request, TRIAL_PORT), NAME, switched);
  }

  private static String path(SessionDialer.Request request, int port) {
    return request.path() + "?ports=" + port;
  }

  @Override
  public CompletableFuture<Channel> open(int port) {
    CompletableFuture<Channel> answer = new CompletableFuture<>();
    openings.add(
        answer,
        () ->
            ask(
                (access, opened) -> new WebSocketUpgrade(access, path(request, port), NAME, opened),
                answer));
    return answer;
  }

  @Override
  public CompletableFuture<Void> knock() {
    CompletableFuture<Void> answer = new CompletableFuture<>();
    ask(LivezProbe::new, answer);
    return answer;
  }

  private interface Dialling<T> {
    Upgrade.Question with(SessionDialer.Access access, CompletableFuture<T> answer);
  }

  /** Completes on the event loop; one that is canceled closes its connection. */
  private <T> void ask(Dialling<T> asking, CompletableFuture<T> answer) {
    var _ =
        CompletableFuture.supplyAsync(this::access, OWN_THREAD)
            .thenAcceptAsync(access -> ask(access, asking, answer), loop)
            .exceptionallyAsync(failure -> fail(answer, failure), loop);
  }

  private <T> void ask(
      SessionDialer.Access access, Dialling<T> asking, CompletableFuture<T> answer) {
    if (answer.isDone()) {
      return;
    }
    Channel channel = connector.ask(access, asking.with(access, answer), loop);
    var _ =
        answer.exceptionally(failure -> {
          var _ = channel.close();
          return null;
        });
  }

  private SessionDialer.Access access() {
    try {
      return request.renewal().access();
    } catch (DialException e) {
      throw new CompletionException(e);
    }
  }

  private static <T> Void fail(CompletableFuture<T> answer, Throwable failure) {
    Function<Throwable, Throwable> cause =
        thrown -> thrown.getCause() == null ? thrown : thrown.getCause();
    answer.completeExceptionally(cause.apply(failure));
    return null;
  }
}
