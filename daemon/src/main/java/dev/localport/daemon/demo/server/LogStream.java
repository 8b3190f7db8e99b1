package dev.localport.daemon.demo.server;

import dev.localport.daemon.demo.pods.PodLog;
import java.util.List;

/** Answers {@code pods/NAME/log}, with {@code tailLines} and {@code follow}. */
final class LogStream implements PodLog.Follower {
  private final Exchange exchange;

  private LogStream(Exchange exchange) {
    this.exchange = exchange;
  }

  static void answer(Exchange exchange, PodLog log) {
    int tail = Math.clamp(exchange.number("tailLines", Integer.MAX_VALUE), 0, 1 << 20);
    List<String> lines = log.tail(tail);
    if (!exchange.isTrue("follow")) {
      exchange.text(lines.isEmpty() ? "" : String.join("\n", lines) + "\n");
      return;
    }
    exchange.begin("text/plain");
    LogStream stream = new LogStream(exchange);
    lines.forEach(stream::onLine);
    log.follow(stream);
    exchange.onGone(() -> log.unfollow(stream));
  }

  @Override
  public void onLine(String line) {
    exchange.more(line + "\n");
  }

  @Override
  public void onEnd() {
    exchange.end();
  }
}
