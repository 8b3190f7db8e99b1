package dev.localport.daemon.tunnel;

import org.junit.jupiter.api.AfterEach;

/** A SPDY session keeps what every session promises. */
class SpdySessionContractTest extends SessionContract {
  private final SessionFixture at = new SessionFixture();

  @AfterEach
  void leavesNothingBehind() {
    at.close();
  }

  @Override
  protected Session session() {
    return at.session;
  }

  @Override
  protected TunnelStream open(StreamListener listener) {
    return at.session.open(5432, listener);
  }
}
