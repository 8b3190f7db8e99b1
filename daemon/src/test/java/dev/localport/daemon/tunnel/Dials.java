package dev.localport.daemon.tunnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.localport.api.Failure;
import dev.localport.daemon.net.Endpoint;
import dev.localport.daemon.net.Transport;
import dev.localport.testing.Await;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Dials to servers of tests, over SPDY, on an event loop of its own. */
final class Dials {
  private final Transport transport = Transport.open(1);
  private final SessionDialer dialer = new SessionDialer(transport, InstantSource.system());

  CompletableFuture<Session> begin(Endpoint endpoint) {
    return dialer.dial(SpdyServer.request(endpoint), Protocol.SPDY, transport.next());
  }

  /** Returns the session once it is open. */
  Session dial(Endpoint endpoint) {
    return Await.get(begin(endpoint));
  }

  /** Returns why no session could be opened. */
  Failure refusal(Endpoint endpoint) {
    try {
      dial(endpoint).close(Failures.lost());
      throw new AssertionError("a session was opened");
    } catch (CompletionException e) {
      assertThat(e.getCause()).isInstanceOf(DialException.class);
      return ((DialException) e.getCause()).failure();
    }
  }

  void close() throws InterruptedException {
    transport.close(Duration.ofSeconds(5));
  }
}
