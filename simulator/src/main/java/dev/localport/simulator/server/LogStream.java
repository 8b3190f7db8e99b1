package dev.localport.simulator.server;

import dev.localport.simulator.objects.StatusException;
import dev.localport.simulator.pods.PodLog;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@code pods/NAME/log}, with {@code tailLines}, {@code sinceTime}, {@code limitBytes},
 * {@code timestamps}, {@code previous} and {@code follow}. As a real server it knows of {@code
 * sinceTime} the second only.
 */
final class LogStream implements PodLog.Follower {
  private final Exchange exchange;
  private final EventStream stream;
  private final boolean timed;

  private LogStream(Exchange exchange, EventStream stream) {
    this.exchange = exchange;
    this.stream = stream;
    this.timed = exchange.isTrue("timestamps");
  }

  static void answer(Exchange exchange, PodLog log, String pod) {
    boolean wantsPrevious = exchange.isTrue("previous");
    if (wantsPrevious && log.restarts() == 0) {
      throw StatusException.badRequest(
          "previous terminated container \"server\" in pod \"%s\" not found".formatted(pod));
    }
    List<PodLog.Line> wanted = wanted(exchange, wantsPrevious ? log.previous() : log.lines());
    boolean timed = exchange.isTrue("timestamps");
    if (!exchange.isTrue("follow") || wantsPrevious) {
      exchange.text(limited(exchange, text(wanted, timed)));
      return;
    }
    exchange.stream(
        "text/plain",
        stream -> {
          LogStream follower = new LogStream(exchange, stream);
          if (!wanted.isEmpty()) {
            exchange.send(stream, text(wanted, timed));
          }
          log.follow(follower);
          exchange.onGone(() -> log.unfollow(follower));
        });
  }

  private static List<PodLog.Line> wanted(Exchange exchange, List<PodLog.Line> lines) {
    Instant since = since(exchange);
    List<PodLog.Line> young =
        since == null ? lines : lines.stream().filter(line -> !line.at().isBefore(since)).toList();
    int tail = Math.clamp(exchange.number("tailLines", Integer.MAX_VALUE), 0, 1 << 20);
    return young.subList(Math.max(0, young.size() - tail), young.size());
  }

  private static @Nullable Instant since(Exchange exchange) {
    String text = exchange.query("sinceTime");
    try {
      return text.isEmpty() ? null : Instant.parse(text).truncatedTo(ChronoUnit.SECONDS);
    } catch (DateTimeException e) {
      throw StatusException.badRequest("sinceTime: \"%s\" is not a time".formatted(text));
    }
  }

  private static String limited(Exchange exchange, String text) {
    int most = Math.clamp(exchange.number("limitBytes", Integer.MAX_VALUE), 1, Integer.MAX_VALUE);
    return text.length() <= most ? text : text.substring(0, most);
  }

  private static String text(List<PodLog.Line> lines, boolean timed) {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(text(line, timed)));
    return text.toString();
  }

  private static String text(PodLog.Line line, boolean timed) {
    return timed ? "%s %s\n".formatted(line.at(), line.text()) : line.text() + "\n";
  }

  @Override
  public void onLine(PodLog.Line line) {
    exchange.send(stream, text(line, timed));
  }

  @Override
  public void onEnd() {
    stream.end();
  }
}
