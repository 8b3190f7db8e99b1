package dev.localport.e2e.traffic;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A WebSocket to an echo server that sends a message twice a second, with the JDK's client. */
public final class WebSocketLines implements LineTraffic {
  private final HttpClient http = HttpClient.newHttpClient();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final WebSocket socket;
  private final SteadyLines lines;

  private WebSocketLines(int port) throws IOException {
    try {
      this.socket =
          http.newWebSocketBuilder()
              .buildAsync(URI.create("ws://127.0.0.1:%d/".formatted(port)), new Listener())
              .join();
    } catch (CompletionException e) {
      http.shutdownNow();
      throw new IOException("no WebSocket on port " + port, e);
    }
    this.lines = new SteadyLines(this::send);
    begun.countDown();
  }

  /** Connects to a port of 127.0.0.1, and begins to talk. */
  public static WebSocketLines connect(int port) throws IOException {
    return new WebSocketLines(port);
  }

  private final class Listener implements WebSocket.Listener {
    private final StringBuilder message = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
      message.append(data);
      if (last) {
        awaitBegun().onLine(message.toString());
        message.setLength(0);
      }
      from.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
      awaitBegun().onBroken();
      return null;
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
      awaitBegun().onBroken();
    }
  }

  private SteadyLines awaitBegun() {
    try {
      begun.await();
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private void send(String line) throws IOException {
    try {
      socket.sendText(line, true).join();
    } catch (CompletionException e) {
      throw new IOException("not sent: " + line, e);
    }
  }

  @Override
  public String name() {
    return "WebSocket";
  }

  @Override
  public SteadyLines lines() {
    return lines;
  }

  @Override
  public void close() {
    lines.end();
    socket.abort();
    http.shutdownNow();
  }
}
