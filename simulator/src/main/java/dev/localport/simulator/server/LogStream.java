package dev.localport.simulator.server;

import dev.localport.simulator.pods.PodLog;
import java.util.List;

/** Answers {@code pods/NAME/log}, with {@code tailLines} and {@code follow}. */
final class LogStream implements PodLog.Follower {
  private final Exchange exchange;

  private final EventStream stream;

  private LogStream(Exchange exchange, EventStream stream) {
    this.exchange = exchange;
    this.stream = stream;
  }

  static void answer(Exchange exchange, PodLog log) {
    int tail = Math.clamp(exchange.number("tailLines", Integer.MAX_VALUE), 0, 1 << 20);
    List<String> lines = log.tail(tail);
    if (!exchange.isTrue("follow")) {
      exchange.text(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
      return;
    }
    exchange.stream(
        "text/plain",
        stream -> {
          LogStream follower = new LogStream(exchange, stream);
          lines.forEach(follower::onLine);
          log.follow(follower);
          exchange.onGone(() -> log.unfollow(follower));
        });
  }

  @Override
  public void onLine(String line) {
    exchange.send(stream, line + "\n");
  }

  @Override
  public void onEnd() {
    stream.end();
  }
}
