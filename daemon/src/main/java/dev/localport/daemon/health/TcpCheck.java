package dev.localport.daemon.health;

import dev.localport.config.HealthProbe;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * Connects and closes again. A tunnel has no word for "connected": a port that nothing listens on
 * answers with an error at once, so there it must not be refused for a moment.
 */
final class TcpCheck implements Check {
  private static final Duration MOMENT = Duration.ofMillis(500);

  private final Route route;
  private final Duration moment;

  /**
   * @param timeout of the whole check
   */
  TcpCheck(HealthProbe.Tcp probe, Dialler dialler, Duration timeout) {
    this.route = new Route(dialler, probe.host(), probe.port());
    Duration half = timeout.dividedBy(2);
    this.moment = half.compareTo(MOMENT) < 0 ? half : MOMENT;
  }

  @Override
  public String label() {
    return "tcp";
  }

  @Override
  public String lateness() {
    return "no connection to " + route.peer();
  }

  @Override
  public CheckOutcome run() throws InterruptedException {
    return route.check(connection -> {
      if (route.isTunnel()) {
        listen(connection);
      }
      return new CheckOutcome.Well();
    });
  }

  /** What the pod says first, and that it ends in order, is as good as silence. */
  private void listen(Connection connection) throws IOException {
    connection.socket().setSoTimeout((int) moment.toMillis());
    try {
      byte[] _ = connection.socket().getInputStream().readNBytes(1);
    } catch (SocketTimeoutException e) {
      // it was not refused
    }
  }
}
